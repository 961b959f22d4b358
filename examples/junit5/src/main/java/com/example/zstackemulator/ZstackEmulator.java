package com.example.zstackemulator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gives every test that takes a {@link World} one of its own. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ZstackEmulatorExtension.class)
public @interface ZstackEmulator {
  /** The seed that a world is filled from, such as {@code edge-cases} or {@code none}; else it is a copy of the default one. */
  String seed() default "";

  /** The release whose API a world has, such as {@code 4.8}. */
  String release() default "";
}
