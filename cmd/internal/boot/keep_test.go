package boot

import (
	"path/filepath"
	"testing"
)

func TestABackupIsMadeByTheRealClockToo(t *testing.T) {
	o := options(filepath.Join(t.TempDir(), "台账"))
	o.Now = nil
	s, _, err := Init(t.Context(), Setup{Options: o, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	path := filepath.Join(t.TempDir(), "备份.opsbak")
	if _, err := s.Backup(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckBackup(t.Context(), path, nil); err != nil {
		t.Error(err)
	}
}
