package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTagTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            orders-db:it,          orders-db:it
            orders-db,             orders-db:latest
            ' orders-db:it ',      orders-db:it
            shop/orders__db:1.0_A, shop/orders__db:1.0_A
            localhost/db:it,       localhost/db:it
            localhost:5000/db,     localhost:5000/db:latest
            """)
    void readsANameWithOrWithoutATag(String text, String name) {
        assertThat(LocalTag.parse(text)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":it",
                "Orders:it",
                "orders db",
                "db:",
                "db:-it",
                "db@sha256:12",
                "/db",
                "db//x",
                "a:b:c",
                "-host:1/db"
            })
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> LocalTag.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("localTag '" + text + "' is not repository[:tag], such as orders-db:it");
    }
}
