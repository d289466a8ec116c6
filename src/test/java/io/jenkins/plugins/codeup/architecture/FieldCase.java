package io.jenkins.plugins.codeup.architecture;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test shows that these cases of {@code cases.txt} are right. {@link FieldCasesDocumentTest} lists them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FieldCase {

    /**
     * @return ids of cases
     */
    String[] value();
}
