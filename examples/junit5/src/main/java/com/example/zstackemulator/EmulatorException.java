package com.example.zstackemulator;

/** No emulator can be used; the message says why, and what to do. */
public final class EmulatorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EmulatorException(String message) {
    super(message);
  }

  EmulatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
