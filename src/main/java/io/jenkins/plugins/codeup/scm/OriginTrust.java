package io.jenkins.plugins.codeup.scm;

import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.trait.SCMHeadAuthorityDescriptor;

/** Trust in those who can push to the repository itself; it comes with a trait and is not chosen by people. */
abstract class OriginTrust extends SCMHeadAuthorityDescriptor {

    @Override
    public boolean isApplicableToOrigin(Class<? extends SCMHeadOrigin> origin) {
        return SCMHeadOrigin.Default.class.isAssignableFrom(origin);
    }
}
