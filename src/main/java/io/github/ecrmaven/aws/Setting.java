package io.github.ecrmaven.aws;

import java.util.Optional;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * A setting of AWS's SDKs and tools.
 *
 * @param property the system property, which counts first
 * @param variable the environment variable
 */
record Setting(String property, String variable) {
    static Setting of(SystemSetting setting) {
        return new Setting(setting.property(), setting.environmentVariable());
    }

    /** Returns the value; a blank one is none, as CI systems set a variable to nothing where it is missing. */
    Optional<String> value() {
        return read().map(SettingValue::text);
    }

    /** Returns the same with its origin. */
    Optional<SettingValue> read() {
        return SettingValue.ofProperty(property).or(() -> SettingValue.ofVariable(variable));
    }
}
