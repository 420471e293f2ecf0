package lock

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// network lists file systems whose locks and syncs depend on another machine.
var network = map[int64]string{0x6969: "NFS", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x517B: "SMB", 0x01021997: "9P",
	0x65735546: "FUSE", 0x564C: "NCP", 0x5346414F: "AFS", 0x00C36400: "CEPH"}

// Local refuses folders on network drives: ErrNetworkDrive.
func Local(dir string) error {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return fmt.Errorf("looking at folder: %w", err)
	}
	if name, bad := network[int64(st.Type)]; bad {
		return fmt.Errorf("%s (%s): %w", dir, name, ErrNetworkDrive)
	}
	return nil
}
