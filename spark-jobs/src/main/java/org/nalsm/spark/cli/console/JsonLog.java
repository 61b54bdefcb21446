package org.nalsm.spark.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Takes the place of the log's console, so that each of its lines is an event as all others. */
final class JsonLog extends AbstractAppender {
    private final JsonConsole console;

    private JsonLog(JsonConsole console) {
        super("json", null, null, true, Property.EMPTY_ARRAY);
        this.console = console;
    }

    /** Nothing happens where the log is another library's. */
    static void install(JsonConsole console) {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            JsonLog log = new JsonLog(console);
            log.start();
            Configuration configuration = context.getConfiguration();
            configuration.getLoggers().values().forEach(logger -> replace(logger, log));
            context.updateLoggers();
        }
    }

    private static void replace(LoggerConfig logger, JsonLog log) {
        for (Map.Entry<String, Appender> entry : new LinkedHashMap<>(logger.getAppenders()).entrySet()) {
            if (entry.getValue() instanceof ConsoleAppender || entry.getValue() instanceof JsonLog) {
                logger.removeAppender(entry.getKey());
                logger.addAppender(log, null, null);
            }
        }
    }

    @Override
    public void append(LogEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", event.getLevel().name());
        fields.put("logger", event.getLoggerName());
        Throwable thrown = event.getThrown();
        fields.put("text", event.getMessage().getFormattedMessage() + (thrown == null ? "" : ": " + thrown));
        console.write("log", fields);
    }
}
