package zstackemulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"example.com/zstack-image-emulator/zstackemulator"
)

// makeTemplate stands for the code under test: it knows ZStack by an address and a session.
func makeTemplate(url, session, volume, name string) (string, error) {
	body, err := json.Marshal(map[string]any{"params": map[string]any{"name": name}})
	if err != nil {
		return "", err
	}
	request, err := http.NewRequest("POST", url+"/v1/images/root-volume-templates/from/volumes/"+volume, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "OAuth "+session)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("no image: %s", answer.Status)
	}
	var made struct{ Inventory struct{ UUID string } }
	err = json.NewDecoder(answer.Body).Decode(&made)
	return made.Inventory.UUID, err
}

func TestAnImageGoesThreeDaysAfterItsDeletion(t *testing.T) {
	t.Parallel()
	zstack := zstackemulator.New(t)
	zstack.StopClock()
	volume := zstack.Find("volumes", "ROOT-for-web-1")

	if _, err := makeTemplate(zstack.URL, zstack.Session, volume["uuid"].(string), "web"); err != nil {
		t.Fatal(err)
	}
	image := zstack.Find("images", "web")
	if image["status"] != "Ready" {
		t.Fatalf("the image is %v", image["status"])
	}

	if _, err := zstack.Call("DELETE", "/images/"+image["uuid"].(string), nil); err != nil {
		t.Fatal(err)
	}
	// Three days, and the hour within which the world looks for what is to be expunged.
	zstack.Advance("73h")
	if left := zstack.All("images", "name=web"); len(left) > 0 {
		t.Errorf("it is still there: %v", left)
	}
	if broken := zstack.BrokenLaws(); len(broken) > 0 {
		t.Error(broken)
	}
}

func TestALostStorageLeavesNoImage(t *testing.T) {
	t.Parallel()
	zstack := zstackemulator.New(t)
	volume := zstack.Find("volumes", "ROOT-for-web-1")
	zstack.AddFault(map[string]any{
		"kind": "disconnect", "point": "create-root-volume-template/start-creating-template", "times": 1,
	})

	if _, err := makeTemplate(zstack.URL, zstack.Session, volume["uuid"].(string), "web"); err == nil {
		t.Error("the template was made on a storage that is lost")
	}
	if left := zstack.All("images", "name=web"); len(left) > 0 {
		t.Errorf("it left an image: %v", left)
	}
	if hits := zstack.Faults()[0]["hits"]; hits != 1.0 {
		t.Errorf("the fault fired %v times", hits)
	}
}

func TestAWorldCanBeEmpty(t *testing.T) {
	t.Parallel()
	zstack := zstackemulator.New(t, zstackemulator.Seed("none"))
	if images := zstack.All("images"); len(images) > 0 {
		t.Error(images)
	}
}
