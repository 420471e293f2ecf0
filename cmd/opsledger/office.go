package main

import (
	"context"
	"path/filepath"

	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/ui/screens"
)

// office gives the settings the session's keys and files.
type office struct{ s *boot.Session }

// Accounts implements screens.Office, as the functions below do.
func (o office) Accounts(ctx context.Context) (out []screens.Account, err error) {
	list, err := o.s.Accounts(ctx)
	for _, a := range list {
		out = append(out, screens.Account{Seat: a.Seat, State: a.State})
	}
	return out, err
}

func (o office) AddAccount(ctx context.Context, name, password, role string) error {
	_, err := o.s.AddAccount(ctx, name, password, ledger.Role(role))
	return err
}

func (o office) SetRoles(ctx context.Context, name string, roles []string) error {
	return o.s.SetRoles(ctx, name, func([]ledger.Role) (out []ledger.Role) {
		for _, r := range roles {
			out = append(out, ledger.Role(r))
		}
		return out
	})
}

func (o office) Disable(ctx context.Context, name string) error { return o.s.Disable(ctx, name) }

func (o office) ChangePassword(_ context.Context, old, new string) error {
	if err := o.s.CheckPassword(old); err != nil {
		return err
	}
	return o.s.ChangePassword(old, new)
}

func (o office) NewRecoveryKey(ctx context.Context, password string) (string, error) {
	if err := o.s.CheckPassword(password); err != nil {
		return "", err
	}
	return o.s.NewRecoveryKey(ctx)
}

func (o office) RenewKey(ctx context.Context, password string) error {
	return o.s.RenewKey(ctx, password)
}

func (o office) Backup(ctx context.Context, dir string, progress func(done, total int)) (screens.Kept, error) {
	name := "台账备份-" + o.s.Name() + "-" + o.s.Now().Format("2006-01-02-150405") + ".tar"
	k, err := o.s.Backup(ctx, filepath.Join(dir, name), progress)
	return kept(k), err
}

func (o office) CheckBackup(ctx context.Context, path string, progress func(done, total int)) (screens.Kept, error) {
	k, err := o.s.CheckBackup(ctx, path, progress)
	return kept(k), err
}

func kept(k boot.Kept) screens.Kept {
	return screens.Kept{File: k.File, Size: k.Size, Commits: k.Commits, Records: k.Records}
}

func (o office) ReadFile(path string) ([]byte, error) { return boot.ReadFile(path) }

func (o office) Device() screens.Device {
	m := o.s.Meta()
	return screens.Device{Program: "opsledger/" + boot.Version, Feed: string(m.Feed), Station: m.Station, Role: m.Role}
}
