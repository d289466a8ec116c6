package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.BooleanParameterDefinition;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import hudson.model.StringParameterDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The parameters that a command in a comment sets. The others have their defaults. */
final class CommandParameters {

    private static final Logger LOGGER = Logger.getLogger(CommandParameters.class.getName());

    private CommandParameters() {}

    /**
     * @param arguments as in the comment, each {@code name=value}
     * @return null for the defaults
     * @throws IllegalArgumentException if a parameter is not declared, cannot be set by a comment or has no such value; the
     *     message says which, and no value
     */
    @CheckForNull
    static ParametersAction of(@NonNull Job<?, ?> job, @NonNull List<String> arguments) {
        if (arguments.isEmpty()) {
            return null;
        }
        ParametersDefinitionProperty declared = job.getProperty(ParametersDefinitionProperty.class);
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        if (declared != null) {
            for (ParameterDefinition definition : declared.getParameterDefinitions()) {
                ParameterValue value = definition.getDefaultParameterValue();
                if (value != null) {
                    values.put(definition.getName(), value);
                }
            }
        }
        Set<String> set = new LinkedHashSet<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            ParameterDefinition definition =
                    declared == null || equals < 0 ? null : declared.getParameterDefinition(name);
            if (!isSettable(definition) || !set.add(name)) {
                throw new IllegalArgumentException(Messages.CommandHandler_parameter(name, job.getFullDisplayName()));
            }
            values.put(name, value((SimpleParameterDefinition) definition, argument.substring(equals + 1)));
        }
        return new ParametersAction(new ArrayList<>(values.values()));
    }

    /**
     * Only these kinds, as any other may be one that a comment must not choose: passwords, which everybody could read, and
     * credentials.
     */
    private static boolean isSettable(@CheckForNull ParameterDefinition definition) {
        return definition instanceof StringParameterDefinition
                || definition instanceof ChoiceParameterDefinition
                || definition instanceof BooleanParameterDefinition;
    }

    private static ParameterValue value(SimpleParameterDefinition definition, String text) {
        ParameterValue value = null;
        try {
            value = definition.createValue(text);
        } catch (RuntimeException e) {
            LOGGER.log(Level.FINE, "Not a value of a parameter", e);
        }
        if (value == null || !definition.isValid(value)) {
            throw new IllegalArgumentException(Messages.CommandHandler_value(definition.getName()));
        }
        return value;
    }
}
