package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;

/** Form of a trait that sources of Codeup have and no others. */
@SuppressWarnings("rawtypes")
abstract class CodeupTraitDescriptor extends SCMSourceTraitDescriptor {

    private final Class<? extends SCMSourceContext> context;

    /** One that asks nothing of the look for heads. */
    CodeupTraitDescriptor() {
        this(SCMSourceContext.class);
    }

    /**
     * @param context what the trait says to it; that of git where it is to count also where git alone is asked
     */
    CodeupTraitDescriptor(@NonNull Class<? extends SCMSourceContext> context) {
        this.context = context;
    }

    @Override
    public Class<? extends SCMSourceContext> getContextClass() {
        return context;
    }

    @Override
    public Class<? extends SCMSource> getSourceClass() {
        return CodeupSCMSource.class;
    }
}
