package com.example.zstackemulator;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Resolves parameters of type {@link World}. A test, and what runs before and after it, has one world; one that {@code
 * @BeforeAll} takes is shared by the tests of its class. The emulator is started with the first world, and ended after the
 * last test of the run; also when that is killed.
 */
public final class ZstackEmulatorExtension implements ParameterResolver, AfterEachCallback {
  /** A world of a run that was killed goes by itself, from an emulator that others use as well. */
  private static final String IDLE = "2h";

  private static final int LONGEST_NAME = 63;
  private static final Namespace NAMESPACE = Namespace.create(ZstackEmulatorExtension.class);

  private final Supplier<Emulator> given;

  /** The emulator at {@code ZSTACK_EMULATOR_URL}, or one that is started. */
  public ZstackEmulatorExtension() {
    this(null);
  }

  /** An emulator that somebody else starts and ends, such as a container; asked for with each world. */
  public ZstackEmulatorExtension(Supplier<Emulator> given) {
    this.given = given;
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    // The world of a constructor is that of the test.
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == World.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(HeldWorld.class, key -> hold(context), HeldWorld.class)
        .world;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    HeldWorld held = context.getStore(NAMESPACE).get(HeldWorld.class, HeldWorld.class);
    if (held != null && context.getExecutionException().isPresent()) held.hasFailed = true;
  }

  private HeldWorld hold(ExtensionContext context) {
    Emulator emulator = given == null ? own(context) : given.get();
    boolean keeps = isSet(System.getenv("ZSTACK_EMULATOR_KEEP_FAILED"));
    JsonObject environment = wishes(context);
    environment.addProperty("name", nameOf(context));
    if (!keeps && !emulator.isOurs()) environment.addProperty("idle", IDLE);
    return new HeldWorld(emulator.world(environment), keeps);
  }

  private static Emulator own(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(HeldEmulator.class, key -> new HeldEmulator(), HeldEmulator.class)
        .emulator();
  }

  private static JsonObject wishes(ExtensionContext context) {
    JsonObject environment = new JsonObject();
    Optional<ZstackEmulator> annotation = AnnotationSupport.findAnnotation(context.getElement(), ZstackEmulator.class);
    if (annotation.isEmpty()) annotation = AnnotationSupport.findAnnotation(context.getTestClass(), ZstackEmulator.class);
    annotation.map(ZstackEmulator::release).filter(ZstackEmulatorExtension::isSet).ifPresent(release -> environment.addProperty("release", release));
    annotation.map(ZstackEmulator::seed).filter(ZstackEmulatorExtension::isSet).ifPresent(seed -> {
      JsonObject from = new JsonObject();
      from.addProperty("seed", seed);
      environment.add("from", from);
    });
    return environment;
  }

  /** Unique among all tests that run beside this one, in other processes and on other machines. */
  private static String nameOf(ExtensionContext context) {
    String unique = "-" + UUID.randomUUID().toString().substring(0, 8);
    String test = context.getTestMethod().map(method -> "-" + method.getName()).orElse("");
    String told = context.getRequiredTestClass().getSimpleName() + test;
    String name = told.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME - unique.length())) + unique;
  }

  private static boolean isSet(String text) {
    return text != null && !text.isEmpty();
  }

  /** The emulator of the whole run; why it could not be started is told to every test. */
  private static final class HeldEmulator implements CloseableResource, AutoCloseable {
    private Emulator emulator;
    private EmulatorException reason;

    HeldEmulator() {
      try {
        emulator = Emulator.start();
      } catch (EmulatorException thrown) {
        reason = thrown;
      }
    }

    Emulator emulator() {
      if (reason != null) throw reason;
      return emulator;
    }

    @Override
    public void close() {
      if (emulator != null) emulator.close();
    }
  }

  private static final class HeldWorld implements CloseableResource, AutoCloseable {
    private final World world;
    private final boolean keeps;
    private volatile boolean hasFailed;

    HeldWorld(World world, boolean keeps) {
      this.world = world;
      this.keeps = keeps;
    }

    @Override
    public void close() {
      if (keeps && hasFailed) System.err.println(world.keep());
      else world.remove();
    }
  }
}
