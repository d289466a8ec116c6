package io.jenkins.plugins.codeup.hooks;

import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;

/** Forms of the plugin's pages. */
final class HtmlForms {

    private HtmlForms() {}

    /** Presses the form's only button. */
    static HtmlPage submit(HtmlForm form) throws Exception {
        return ((DomElement) form.querySelector("button[type=submit]")).click();
    }
}
