package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import java.util.Optional;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * A setting of AWS's SDKs and tools.
 *
 * @param property the system property, which takes precedence
 * @param variable the environment variable
 */
record Setting(String property, String variable) {
    static Setting of(SystemSetting setting) {
        return new Setting(setting.property(), setting.environmentVariable());
    }

    /** Returns the value; empty if it is not set or blank. */
    Optional<String> value(Environment environment) {
        return read(environment).map(SettingValue::text);
    }

    /** Returns the value with its origin. */
    Optional<SettingValue> read(Environment environment) {
        return SettingValue.ofProperty(property, environment).or(() -> SettingValue.ofVariable(variable, environment));
    }
}
