package io.jenkins.plugins.codeup.scm;

import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMSourceObserver;
import jenkins.scm.api.trait.SCMNavigatorContext;
import jenkins.scm.api.trait.SCMNavigatorRequest;

/** What the traits of a folder want: filters of repositories, and what goes on to their sources. */
public class CodeupSCMNavigatorContext
        extends SCMNavigatorContext<CodeupSCMNavigatorContext, CodeupSCMNavigatorContext.Request> {

    @Override
    public Request newRequest(SCMNavigator navigator, SCMSourceObserver observer) {
        return new Request(navigator, this, observer);
    }

    /** One look at the repositories. */
    public static class Request extends SCMNavigatorRequest {

        Request(SCMNavigator navigator, CodeupSCMNavigatorContext context, SCMSourceObserver observer) {
            super(navigator, context, observer);
        }
    }
}
