package torture

import (
	"bytes"
	"strings"

	"opsledger/cmd/internal/ramdisk"
)

// What the tests here call the disk in memory.
type (
	memory = ramdisk.Disk
	inode  = ramdisk.Inode
	event  = ramdisk.Event
)

// same reports whether two disks hold the same bytes under the same names in their folders; an empty log is none.
func same(m *memory, dir string, o *memory, other string) bool {
	count := func(d *memory) (n int) {
		for path, node := range d.Names {
			if len(node.Data) > 0 || !isLog(path) {
				n++
			}
		}
		return n
	}
	for path, n := range m.Names {
		twin := o.Names[other+strings.TrimPrefix(path, dir)]
		if twin == nil && isLog(path) && len(n.Data) == 0 {
			continue
		}
		if twin == nil || !bytes.Equal(twin.Data, n.Data) {
			return false
		}
	}
	return count(m) == count(o)
}
