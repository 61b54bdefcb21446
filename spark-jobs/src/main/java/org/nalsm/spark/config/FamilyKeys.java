package org.nalsm.spark.config;

import java.util.List;
import java.util.Objects;

/**
 * What a model family wants of the configuration.
 *
 * @param models the values of {@code model.name} that are its models
 * @param sections a record whose components are the sections that it reads, each a record of keys; see
 *     {@link RecordBinder}
 */
public record FamilyKeys(List<String> models, Class<? extends Record> sections) {
    public FamilyKeys {
        models = List.copyOf(models);
        Objects.requireNonNull(sections, "sections");
    }
}
