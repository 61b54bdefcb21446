package org.nalsm.spark.tracking;

/** The server could not be told something. */
final class ServerTrouble extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean refusal;

    /** @param refusal whether the server answers and will not take it, so that to try again is of no use */
    ServerTrouble(String message, boolean refusal, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    boolean isRefusal() {
        return refusal;
    }
}
