package torture

import (
	"testing"

	"opsledger/storage/disk"
)

// liars are disks, or programs, that do less than they say. Each must be found out by a power cut.
var liars = map[string]func() func(disk.Disk) disk.Disk{
	"no sync at all":             skipping(func(c call, _ string) bool { return c == syncing || c == entries }),
	"no sync of the log":         skipping(func(c call, path string) bool { return c == syncing && isLog(path) }),
	"no sync of the main file":   skipping(func(c call, path string) bool { return c == syncing && isMain(path) }),
	"slots renamed without sync": skipping(func(c call, path string) bool { return c == syncing && isSlots(path) }),
	"no sync of the folder":      skipping(func(c call, _ string) bool { return c == entries }),
	"old slots removed first": func() func(disk.Disk) disk.Disk {
		return func(d disk.Disk) disk.Disk { return lying{Disk: d, removeFirst: true} }
	},
	"acknowledged before it lasts": func() func(disk.Disk) disk.Disk {
		return func(d disk.Disk) disk.Disk { return lying{Disk: d, late: &lateness{}} }
	},
}

func skipping(skips func(call, string) bool) func() func(disk.Disk) disk.Disk {
	return func() func(disk.Disk) disk.Disk {
		return func(d disk.Disk) disk.Disk { return lying{Disk: d, skips: skips} }
	}
}

func TestADiskThatLiesIsFoundOut(t *testing.T) {
	b := newBench(t)
	for name, wrap := range liars {
		made, _, bad := powerCuts(t, b, max(1000, *images), wrap, true)
		if len(bad) == 0 {
			t.Errorf("%s: not found in %d images", name, made)
			continue
		}
		t.Logf("%s: found after %d images: %s", name, made, short(bad[0]))
	}
}
