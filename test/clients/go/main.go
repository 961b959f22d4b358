// Runs an image's life against an emulator, once by a session and once by an access key, and prints a
// line for each step. The first step that goes wrong ends it with exit code 1.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"time"
)

type object map[string]any

type session struct {
	UUID        string     `json:"uuid"`
	AccountUUID string     `json:"accountUuid"`
	UserUUID    string     `json:"userUuid"`
	ExpiredDate zstackTime `json:"expiredDate"`
}

type accessKey struct {
	UUID   string `json:"uuid"`
	ID     string `json:"AccessKeyID"`
	Secret string `json:"AccessKeySecret"`
}

type image struct {
	UUID        string     `json:"uuid"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Status      string     `json:"status"`
	State       string     `json:"state"`
	Size        int64      `json:"size"`
	ActualSize  int64      `json:"actualSize"`
	System      bool       `json:"system"`
	CreateDate  zstackTime `json:"createDate"`
	LastOpDate  zstackTime `json:"lastOpDate"`
	Refs        []struct {
		BackupStorageUUID string     `json:"backupStorageUuid"`
		InstallPath       string     `json:"installPath"`
		CreateDate        zstackTime `json:"createDate"`
	} `json:"backupStorageRefs"`
}

type named struct {
	UUID string `json:"uuid"`
	Name string `json:"name"`
}

type tag struct {
	UUID string `json:"uuid"`
	Tag  string `json:"tag"`
}

type longJob struct {
	UUID      string `json:"uuid"`
	APIID     string `json:"apiId"`
	State     string `json:"state"`
	JobResult string `json:"jobResult"`
}

type progress struct {
	Type    string `json:"type"`
	Content string `json:"content"`
}

// Does a step, says so, and ends the program when it failed.
func step(how, what string, act func() (string, error)) {
	said, err := act()
	if err != nil {
		fmt.Fprintf(os.Stderr, "FAILED %s: %s: %v\n", how, what, err)
		os.Exit(1)
	}
	fmt.Printf("%s: %s: %s\n", how, what, said)
}

func main() {
	address := flag.String("url", "http://127.0.0.1:8080", "address of the emulator")
	context := flag.String("context", "zstack", "context path")
	storage := flag.String("storage", "", "uuid of a backup storage that takes images")
	volume := flag.String("volume", "", "uuid of a root volume")
	flag.Parse()

	client, err := newSDK(*address, *context)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var who session
	step("session", "login", func() (string, error) {
		who, err = client.login("admin", "password")
		return "until " + who.ExpiredDate.Format(time.RFC3339), err
	})
	step("session", "a wrong password", func() (string, error) {
		other, err := newSDK(*address, *context)
		if err != nil {
			return "", err
		}
		_, err = other.login("admin", "wrong")
		var refused *apiError
		if !errors.As(err, &refused) || refused.Status != 503 || refused.Code != "ID.1000" {
			return "", fmt.Errorf("not refused with 503 and ID.1000: %v", err)
		}
		return refused.Details, nil
	})
	live("session", client, *storage, *volume)

	var key accessKey
	step("session", "create an access key", func() (string, error) {
		params := object{"accountUuid": who.AccountUUID, "userUuid": who.UserUUID}
		err := client.post("v1/accesskeys", object{"params": params}, &key)
		return key.ID, err
	})
	live("access key", client.signing(key.ID, key.Secret), *storage, *volume)
	step("access key", "a wrong secret", func() (string, error) {
		err := client.signing(key.ID, "wrong").list("v1/images", url.Values{}, &[]image{})
		var refused *apiError
		if !errors.As(err, &refused) || refused.Status != 403 {
			return "", fmt.Errorf("not refused with 403: %v", err)
		}
		return refused.Details, nil
	})
	step("session", "delete the access key", func() (string, error) {
		return key.ID, client.delete("v1/accesskeys", key.UUID, "Permissive")
	})
	step("session", "logout", func() (string, error) {
		return "done", client.delete("v1/accounts/sessions", client.session, "Permissive")
	})
}

// An image from its url to its last byte.
func live(how string, client *sdk, storage, volume string) {
	on := []string{storage}
	byName := func(name string) url.Values { return url.Values{"q": {"name=" + name}} }
	step(how, "query backup storages", func() (string, error) {
		var found []named
		err := client.list("v1/backup-storage", url.Values{"q": {"uuid=" + storage}, "replyWithCount": {"true"}}, &found)
		if err == nil && len(found) != 1 {
			err = fmt.Errorf("%d found", len(found))
		}
		return fmt.Sprintf("%d found", len(found)), err
	})

	var added image
	step(how, "add an image", func() (string, error) {
		body := object{
			"params": object{
				"name": "from go", "url": "http://mirror.example/go.qcow2", "format": "qcow2",
				"platform": "Linux", "system": false, "backupStorageUuids": on,
			},
			"systemTags": []string{"bootMode::UEFI"},
		}
		err := client.post("v1/images", body, &added)
		return added.UUID, err
	})
	step(how, "wait until it is Ready", func() (string, error) { return ready(client, added.UUID) })
	step(how, "update it", func() (string, error) {
		var updated image
		body := object{"updateImage": object{"name": "renamed", "description": "by go"}}
		err := client.put("v1/images", added.UUID, body, "inventory", &updated)
		if err == nil && (updated.Name != "renamed" || updated.Description != "by go") {
			err = fmt.Errorf("it is %+v", updated)
		}
		return updated.Name, err
	})

	var template image
	step(how, "create a template of a root volume", func() (string, error) {
		body := object{"params": object{"name": "template", "backupStorageUuids": on}}
		err := client.post("v1/images/root-volume-templates/from/volumes/"+volume, body, &template)
		if err == nil && (template.Status != "Ready" || len(template.Refs) != 1) {
			err = fmt.Errorf("it is %+v", template)
		}
		return fmt.Sprintf("%d bytes", template.Size), err
	})
	step(how, "create a template of a snapshot", func() (string, error) {
		var snapshot named
		body := object{"params": object{"name": "snapshot"}}
		if err := client.post("v1/volumes/"+volume+"/volume-snapshots", body, &snapshot); err != nil {
			return "", err
		}
		var made image
		body = object{"params": object{"name": "of a snapshot", "backupStorageUuids": on}}
		err := client.post("v1/images/root-volume-templates/from/volume-snapshots/"+snapshot.UUID, body, &made)
		if err == nil {
			err = removeImage(client, made.UUID)
		}
		return fmt.Sprintf("%d bytes", made.Size), err
	})

	step(how, "tag it", func() (string, error) {
		var made tag
		params := object{"resourceType": "ImageVO", "resourceUuid": added.UUID, "tag": "packer"}
		if err := client.post("v1/system-tags", object{"params": params}, &made); err != nil {
			return "", err
		}
		var tags []tag
		query := url.Values{"q": {"resourceUuid=" + added.UUID}, "sort": {"+tag"}}
		if err := client.list("v1/system-tags", query, &tags); err != nil {
			return "", err
		}
		if len(tags) != 2 || tags[0].Tag != "bootMode::UEFI" || tags[1].Tag != "packer" {
			return "", fmt.Errorf("its tags are %+v", tags)
		}
		return made.Tag, client.delete("v1/tags", made.UUID, "Permissive")
	})
	step(how, "attach a tag pattern to it", func() (string, error) {
		var pattern named
		params := object{"name": how, "value": "made-by::{who}", "type": "withToken"}
		if err := client.post("v1/tags", object{"params": params}, &pattern); err != nil {
			return "", err
		}
		var event struct {
			Success bool `json:"success"`
			Results []struct {
				Success   bool `json:"success"`
				Inventory tag  `json:"inventory"`
			} `json:"results"`
		}
		params = object{"resourceUuids": []string{added.UUID}, "tokens": object{"who": "go"}}
		body := object{"params": params}
		if err := client.call("POST", "v1/tags/"+pattern.UUID+"/resources", body, "", &event); err != nil {
			return "", err
		}
		if !event.Success || len(event.Results) != 1 || event.Results[0].Inventory.Tag != "made-by::go" {
			return "", fmt.Errorf("its answer is %+v", event)
		}
		return event.Results[0].Inventory.Tag, client.delete("v1/tags", pattern.UUID, "Permissive")
	})
	step(how, "add an image by a long job", func() (string, error) { return runLongJob(client, on) })
	step(how, "export it", func() (string, error) {
		var exported struct {
			ImageURL string `json:"imageUrl"`
			MD5      string `json:"exportMd5Sum"`
		}
		body := object{"exportImageFromBackupStorage": object{"imageUuid": added.UUID}}
		err := client.put("v1/backup-storage", storage, body, "", &exported)
		if err == nil && exported.ImageURL == "" {
			err = errors.New("the answer has no address")
		}
		return exported.MD5, err
	})
	step(how, "delete and expunge", func() (string, error) {
		for _, uuid := range []string{added.UUID, template.UUID} {
			if err := removeImage(client, uuid); err != nil {
				return "", err
			}
		}
		var left []image
		if err := client.list("v1/images", byName("renamed"), &left); err != nil || len(left) > 0 {
			return "", fmt.Errorf("%d are left: %v", len(left), err)
		}
		return "nothing is left", nil
	})
}

func ready(client *sdk, uuid string) (string, error) {
	for i := 0; i < 100; i++ {
		var found image
		if err := client.get("v1/images", uuid, &found); err != nil {
			return "", err
		}
		if found.Status == "Ready" && found.State == "Enabled" {
			if found.CreateDate.IsZero() || len(found.Refs) == 0 {
				return "", fmt.Errorf("it is %+v", found)
			}
			return fmt.Sprintf("%d bytes since %s", found.Size, found.CreateDate.Format(time.RFC3339)), nil
		}
		time.Sleep(pollInterval)
	}
	return "", errors.New("it did not become Ready")
}

func runLongJob(client *sdk, on []string) (string, error) {
	data, err := json.Marshal(object{
		"name": "by long job", "url": "http://mirror.example/long.qcow2", "format": "qcow2",
		"backupStorageUuids": on,
	})
	if err != nil {
		return "", err
	}
	var job longJob
	params := object{"jobName": "APIAddImageMsg", "jobData": string(data)}
	if err := client.post("v1/longjobs", object{"params": params}, &job); err != nil {
		return "", err
	}
	var seen []progress
	for i := 0; job.State != "Succeeded"; i++ {
		if i == 100 || job.State == "Failed" {
			return "", fmt.Errorf("it is %+v", job)
		}
		if err := client.call("GET", "v1/task-progresses/"+job.APIID, nil, "inventories", &seen); err != nil {
			return "", err
		}
		time.Sleep(pollInterval)
		if err := client.get("v1/longjobs", job.UUID, &job); err != nil {
			return "", err
		}
	}
	var result struct {
		Inventory image `json:"inventory"`
	}
	if err := json.Unmarshal([]byte(job.JobResult), &result); err != nil {
		return "", err
	}
	if result.Inventory.Name != "by long job" {
		return "", fmt.Errorf("its result is %s", job.JobResult)
	}
	return job.State, removeImage(client, result.Inventory.UUID)
}

// Deletes as Terraform does, expunges, and looks that it is gone.
func removeImage(client *sdk, uuid string) error {
	if err := client.delete("v1/images", uuid, "Enforcing"); err != nil {
		return err
	}
	if err := client.put("v1/images", uuid, object{"expungeImage": object{}}, "", nil); err != nil {
		return err
	}
	if err := client.get("v1/images", uuid, &image{}); !errors.Is(err, errNotFound) {
		return fmt.Errorf("it is still there: %v", err)
	}
	return nil
}
