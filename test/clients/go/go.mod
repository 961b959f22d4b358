module emulator-go-client

go 1.21
