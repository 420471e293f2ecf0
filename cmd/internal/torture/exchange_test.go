package torture

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage/bundle"
	"opsledger/storage/disk"
)

// centerAt founds a center, whose account may take on tickets too, and lets it and a station know each other.
func centerAt(o boot.Options, station *boot.Session) (*boot.Session, error) {
	center, _, err := boot.Init(ctx, boot.Setup{Options: o, Name: "信息中心", Role: "center", Station: "90"})
	if err != nil {
		return nil, err
	}
	request, d, err := station.Ask(ctx)
	if err != nil {
		return center, err
	}
	answer, _, err := center.Certify(ctx, request, d.Fingerprint, ledger.Lead)
	if err != nil {
		return center, err
	}
	self, err := center.Self(ctx)
	if err != nil {
		return center, err
	}
	if _, err := station.Accept(ctx, answer, self.Fingerprint); err != nil {
		return center, err
	}
	return center, center.SetRoles(ctx, o.User, func(held []ledger.Role) []ledger.Role { return append(held, ledger.Lead) })
}

// chief are the options of a center's account.
func chief(o boot.Options) boot.Options {
	o.User = "王主任"
	return o
}

// ruled is a center's file on the template's disk: tickets of its own, and steps on those the station sent it.
func ruled(t testing.TB, m *memory, p place, station *boot.Session) {
	t.Helper()
	other := ramdisk.New()
	c := on(other, other, t.TempDir())
	center, err := centerAt(chief(c.options(password)), station)
	if err != nil {
		t.Fatal(err)
	}
	defer center.Close()
	first := filepath.Join(p.dir, "first.opsb")
	if _, err := station.SendFile(ctx, first, ""); err != nil {
		t.Fatal(err)
	}
	bring(t, m, first, other, filepath.Join(c.dir, "first.opsb"))
	if err := m.Remove(first); err != nil {
		t.Fatal(err)
	}
	_, err = center.ReceiveFile(ctx, filepath.Join(c.dir, "first.opsb"), false)
	if err == nil {
		err = errors.Join(receive(c, center), act("ticket", "JS2026-00001", "void", "reason", "重复")(c, center))
	}
	if err == nil {
		_, err = center.SendFile(ctx, filepath.Join(c.dir, "ruled.opsb"), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	bring(t, other, filepath.Join(c.dir, "ruled.opsb"), m, p.fromCenter())
}

// bring carries a file from one disk to another.
func bring(t testing.TB, from *memory, path string, to *memory, as string) {
	t.Helper()
	raw, err := disk.ReadFile(from, path)
	if err == nil {
		err = disk.Create(to, as, raw)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (p place) fromCenter() string { return filepath.Join(p.dir, "center.opsb") }
func (p place) toCenter() string   { return filepath.Join(p.dir, "station.opsb") }

func takeIn(p place, s *boot.Session) error {
	_, err := s.ReceiveFile(ctx, p.fromCenter(), false)
	return err
}

func send(p place, s *boot.Session) error {
	_, err := s.SendFile(ctx, p.toCenter(), "")
	return err
}

// sent: a file that was acknowledged is there, and of one that was refused there is nothing.
func (o *outcome) sent(p place) error {
	if o.done != nil {
		if o.how != staysDead && (o.disk.Names[p.toCenter()] != nil || o.disk.Names[p.toCenter()+".part"] != nil) {
			return fmt.Errorf("refused (%w), and there is a file", o.done)
		}
		return nil
	}
	return holds(o.disk, p.toCenter())
}

// holds reports whether an exchange file lies on a disk. That it is whole was seen when it was read back.
func holds(m *memory, path string) error {
	n := m.Names[path]
	if n == nil {
		return fmt.Errorf("%s was acknowledged and is not there", path)
	}
	_, err := bundle.Peek(bytes.NewReader(n.Data))
	return err
}

// meet gives a victim's station a center of its own.
func (v *victim) meet(station *boot.Session) error {
	center, err := centerAt(v.centerOptions(), station)
	if center != nil {
		err = errors.Join(err, center.Close())
	}
	v.pending = 0
	return err
}

func (v *victim) centerOptions() boot.Options {
	o := chief(place{dir: v.file("center")}.options(password))
	o.Now = nil // as the station's
	return o
}

// ruling makes a file of a center that has taken tickets on since: its path.
func (v *victim) ruling() string {
	path := v.file(fmt.Sprintf("center-%d.opsb", v.round))
	s, err := boot.Open(ctx, v.centerOptions())
	if err != nil {
		v.t.Error(err)
		return path
	}
	defer s.Close()
	x, err := s.App.ImportTickets(ctx, app.Importing{Rows: numbered(export(exportRows/5, "中心所收"), fmt.Sprintf("ZX%d-", v.round))})
	if err == nil {
		_, err = s.SendFile(ctx, path, "")
	}
	if err != nil {
		v.t.Error(err)
	}
	v.pending += x.Created
	return path
}

// numbered gives the tickets of an export other numbers.
func numbered(rows intake.Rows, before string) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		for row, err := range rows {
			if row.Number > 1 {
				row.Cells[0].Text = before + row.Cells[0].Text
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
