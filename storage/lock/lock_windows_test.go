package lock

import (
	"errors"
	"testing"
)

func TestADriveIsLocalInItsLongFormAndAShareIsNot(t *testing.T) {
	if err := Local(`\\?\` + t.TempDir()); err != nil {
		t.Error(err)
	}
	for _, share := range []string{`\\server\share\dir`, `\\?\UNC\server\share\dir`} {
		if err := Local(share); !errors.Is(err, ErrNetworkDrive) {
			t.Errorf("%s: %v", share, err)
		}
	}
}
