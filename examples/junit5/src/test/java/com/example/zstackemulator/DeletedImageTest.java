package com.example.zstackemulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

@ZstackEmulator
class DeletedImageTest {
  @Test
  void aDeletedImageGoesAfterThreeDays(World zstack) {
    zstack.stopClock();
    String image = zstack.all("images", "status=Ready").get(0).get("uuid").getAsString();
    zstack.call("DELETE", "/images/" + image, null);
    zstack.advance("73h");
    assertEquals(List.of(), zstack.all("images", "uuid=" + image));
  }
}
