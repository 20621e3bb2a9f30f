package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # aws
            123456789012.dkr.ecr.eu-west-1.amazonaws.com                                | eu-west-1      | false | false
            012345678901.dkr.ecr.ap-southeast-5.amazonaws.com                           | ap-southeast-5 | false | false
            123456789012.dkr.ecr-fips.us-east-1.amazonaws.com                           | us-east-1      | true  | false
            123456789012.dkr-ecr.eu-west-1.on.aws                                       | eu-west-1      | false | true
            123456789012.dkr-ecr-fips.us-east-1.on.aws                                  | us-east-1      | true  | true
            # aws-cn
            123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn                            | cn-north-1     | false | false
            123456789012.dkr-ecr.cn-northwest-1.on.amazonwebservices.com.cn             | cn-northwest-1 | false | true
            # aws-us-gov
            123456789012.dkr.ecr.us-gov-west-1.amazonaws.com                            | us-gov-west-1  | false | false
            123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com                       | us-gov-east-1  | true  | false
            # aws-iso, aws-iso-b, aws-iso-e, aws-iso-f
            123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov                               | us-iso-east-1  | false | false
            123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov                           | us-isob-east-1 | false | false
            123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk                          | eu-isoe-west-1 | false | false
            123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov                         | us-isof-south-1| false | false
            # aws-eusc
            123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu                            | eusc-de-east-1 | false | false
            # a region that came after this release
            123456789012.dkr.ecr.mars-east-9.amazonaws.com                              | mars-east-9    | false | false
            """)
    void readsTheHostsOfEveryPartition(String host, String region, boolean fips, boolean dualStack) {
        assertThat(EcrRegistry.parse(host))
                .isEqualTo(new EcrRegistry(host, host.substring(0, 12), region, fips, dualStack));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io",
                "registry-1.docker.io",
                "ghcr.io",
                "localhost:4566",
                "amazonaws.com",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.com",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com.",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.org",
                "123456789012.dkr.ecr.eu-west-1.evil.com",
                "evil.com.123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecr.amazonaws.com",
                "123456789012.dkr.ecr.eu.west.amazonaws.com",
                "123456789012.ecr.eu-west-1.amazonaws.com",
                "123456789012.DKR.ECR.EU-WEST-1.AMAZONAWS.COM",
                "123456789012.dkr.ecr.EU-west-1.amazonaws.com",
                "api.ecr.eu-west-1.amazonaws.com",
                "123456789012xdkrxecr.eu-west-1.amazonaws.com"
            })
    void refusesAHostThatIsNotOfEcr(String host) {
        assertThatThrownBy(() -> EcrRegistry.parse(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "'" + host + "' is not a registry of ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com. If ECR mirrors"
                                + " it by a pull-through cache, say where, by -Decr.mirrors=" + host
                                + "=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the POM; declare a"
                                + " registry of ECR of another form, as LocalStack's, by its <host> and <region> in"
                                + " <registries>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901", "1234567890123", "1234-5678-9012", "1"})
    void refusesAnAccountIdWithoutTwelveDigits(String account) {
        assertThatThrownBy(() -> EcrRegistry.parse(account + ".dkr.ecr.eu-west-1.amazonaws.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("account ID '" + account + "' is not 12 digits; keep leading zeros, omit dashes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public.ecr.aws", "ecr-public.aws.com"})
    void ecrPublicIsInUsEast1(String host) {
        EcrRegistry registry = EcrRegistry.parse(host);

        assertThat(registry).isEqualTo(new EcrRegistry(host, null, "us-east-1", false, false));
        assertThat(registry.isPublic()).isTrue();
    }

    @Test
    void aDeclaredRegistryHasTheDeclaredRegion() {
        assertThat(EcrRegistry.declared("localhost:4566", "eu-central-1"))
                .isEqualTo(new EcrRegistry("localhost:4566", null, "eu-central-1", false, false));
        assertThat(EcrRegistry.declared("localhost:4566", null).in("eu-west-1").region())
                .isEqualTo("eu-west-1");
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com, true",
        "1.dkr.ecr.eu-west-1.amazonaws.com, true",
        "public.ecr.aws, true",
        "localhost:4566, false",
        "docker.io, false"
    })
    void recognizesHostsOfEcr(String host, boolean ecr) {
        assertThat(EcrRegistry.isEcrHost(host)).isEqualTo(ecr);
    }
}
