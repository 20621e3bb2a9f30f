package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckJsonTest {
    @TempDir
    private Path folder;

    @Test
    void writesAReportWithoutProblems() throws IOException {
        assertThat(json(CheckReports.allIsWell())).isEqualTo("""
                {
                  "engine": {
                    "address": "unix:///var/run/docker.sock",
                    "chosenBy": "DOCKER_HOST",
                    "product": "Docker",
                    "version": "28.5.2",
                    "apiVersion": "1.44",
                    "newestApiVersion": "1.51",
                    "minApiVersion": "1.24",
                    "os": "linux",
                    "architecture": "amd64",
                    "store": "overlay2"
                  },
                  "registries": [
                    {
                      "host": "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                      "account": "123456789012",
                      "region": "eu-west-1",
                      "credentials": "AWS profile 'dev'",
                      "callerArn": "arn:aws:iam::123456789012:user/me",
                      "callerAccount": "123456789012",
                      "signedIn": true,
                      "tokenExpiresAt": "2026-11-23T21:13:00Z",
                      "notes": [],
                      "images": [
                        {
                          "name": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4",
                          "ownName": null,
                          "platform": null,
                          "exists": true,
                          "digest": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                          "tagDigest": null,
                          "platforms": [
                            "linux/amd64",
                            "linux/arm64"
                          ],
                          "size": 32416000,
                          "inEngine": false,
                          "notes": []
                        },
                        {
                          "name": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/db@%1$s",
                          "ownName": null,
                          "platform": "linux/arm64",
                          "exists": true,
                          "digest": "%1$s",
                          "tagDigest": "%2$s",
                          "platforms": [
                            "linux/arm64"
                          ],
                          "size": 131400000,
                          "inEngine": true,
                          "notes": []
                        }
                      ]
                    }
                  ],
                  "problems": []
                }
                """.formatted(CheckReports.DIGEST, CheckReports.MOVED));
    }

    @Test
    void writesNullForUnknownValues() throws IOException {
        assertThat(json(CheckReports.allIsWrong())).isEqualTo("""
                {
                  "engine": null,
                  "registries": [
                    {
                      "host": "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                      "account": "123456789012",
                      "region": "eu-west-1",
                      "credentials": null,
                      "callerArn": null,
                      "callerAccount": null,
                      "signedIn": false,
                      "tokenExpiresAt": null,
                      "notes": [],
                      "images": [
                        {
                          "name": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4",
                          "ownName": null,
                          "platform": null,
                          "exists": null,
                          "digest": null,
                          "tagDigest": null,
                          "platforms": [],
                          "size": null,
                          "inEngine": null,
                          "notes": []
                        }
                      ]
                    },
                    {
                      "host": "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                      "account": "123456789012",
                      "region": "eu-west-1",
                      "credentials": "ECR token of settings.xml server 'ci'",
                      "callerArn": null,
                      "callerAccount": null,
                      "signedIn": true,
                      "tokenExpiresAt": null,
                      "notes": [
                        "caller unknown: not said",
                        "images not checked: it is a token",
                        "another note"
                      ],
                      "images": [
                        {
                          "name": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:9",
                          "ownName": null,
                          "platform": null,
                          "exists": false,
                          "digest": null,
                          "tagDigest": null,
                          "platforms": [],
                          "size": null,
                          "inEngine": null,
                          "notes": [
                            "archived or absent; which of them is unknown, because AWS denies ecr:DescribeImages"
                          ]
                        }
                      ]
                    }
                  ],
                  "problems": [
                    "no container engine",
                    "team/app:9: ECR has no tag 9"
                  ]
                }
                """);
    }

    @Test
    void replacesAnEarlierReportAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("ecr.json"), "of yesterday");

        CheckJson.write(CheckReports.allIsWell(), file);

        assertThat(file).content().startsWith("{").doesNotContain("of yesterday");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("ecr.json"));

        assertThatThrownBy(() -> CheckJson.write(CheckReports.allIsWell(), taken))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot write " + taken + ": ")
                .hasMessageEndingWith(". Set ecr.output to a file that can be written");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(taken));
    }

    private String json(CheckReport report) throws IOException {
        Path file = folder.resolve("in/a/new/folder/ecr.json");
        CheckJson.write(report, file);
        return Files.readString(file).replace(System.lineSeparator(), "\n");
    }
}
