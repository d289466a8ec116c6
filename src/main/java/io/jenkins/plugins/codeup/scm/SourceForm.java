package io.jenkins.plugins.codeup.scm;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import java.util.List;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.ChangeRequestSCMHeadCategory;
import jenkins.scm.impl.TagSCMHeadCategory;
import jenkins.scm.impl.UncategorizedSCMHeadCategory;
import jenkins.scm.impl.form.NamedArrayList;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Form of the source {@code codeup}: its traits, categories and checks. */
@Restricted(NoExternalUse.class)
public abstract class SourceForm extends SCMSourceDescriptor implements ApiAccess.Form {

    @Override
    public String getIconClassName() {
        return CodeupSCMNavigator.ICON;
    }

    @Override
    protected SCMHeadCategory[] createCategories() {
        return new SCMHeadCategory[] {
            new UncategorizedSCMHeadCategory(Messages._CodeupSCMSource_branches()),
            new ChangeRequestSCMHeadCategory(Messages._CodeupSCMSource_mergeRequests()),
            new TagSCMHeadCategory(Messages._CodeupSCMSource_tags())
        };
    }

    @Override
    public List<SCMSourceTrait> getTraitsDefaults() {
        return CodeupTraits.defaults();
    }

    public List<NamedArrayList<? extends SCMTraitDescriptor<?>>> getTraitsDescriptorLists() {
        return CodeupTraits.ofSource(this);
    }

    @POST
    public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
        CodeupForms.checkMayConfigure(item);
        try {
            RepositoryRef.parse(value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Messages.CodeupSCMSource_repository());
        }
    }
}
