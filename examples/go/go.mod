module example.com/zstack-image-emulator/zstackemulator

go 1.21
