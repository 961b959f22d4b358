package com.example.zstackemulator;

/** An API refused. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String details;

  ApiException(String called, int status, String code, String details) {
    super(called + ": " + status + " " + code + " " + details);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** That of HTTP. */
  public int status() {
    return status;
  }

  /** The refusal's own, such as {@code SYS.1006} or {@code notFound}; empty where it has none. */
  public String code() {
    return code;
  }

  /** Its sentence, and in brackets those of its causes. */
  public String details() {
    return details;
  }
}
