package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/reports"
	"opsledger/storage"
	"opsledger/storage/vault"
	"opsledger/ui/screens"
)

// storeDir is the folder named by --store, by OPSLEDGER_STORE, the one opened last, or the user's own.
func storeDir(args []string, last string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--store="); ok {
			return v
		}
		if a == "--store" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if dir := os.Getenv("OPSLEDGER_STORE"); dir != "" {
		return dir
	}
	if last != "" {
		return last
	}
	home, err := os.UserConfigDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, "OpsLedger", "台账")
}

// given are the files the program was started with, as a double click on an exchange file does.
func given(args []string) (files []string) {
	for i, a := range args {
		if !strings.HasPrefix(a, "-") && (i == 0 || args[i-1] != "--store") {
			files = append(files, a)
		}
	}
	return files
}

// gate opens stores for the window.
type gate struct {
	dir  string
	now  func() time.Time // nil: the real clock
	cost vault.Cost       // zero: the standard price

	remember func(dir string) // where a store was opened; nil: nothing is remembered
}

// Exists implements screens.Gate.
func (g *gate) Exists() bool {
	_, err := os.Stat(filepath.Join(g.dir, storage.FileName))
	return err == nil
}

// Dir implements screens.Gate.
func (g *gate) Dir() string { return g.dir }

// Files implements screens.Gate.
func (g *gate) Files() screens.Files { return files{g.dir} }

// Choose implements screens.Gate: the folder itself where it holds a store or nothing, else one in it.
func (g *gate) Choose(dir string) error {
	chosen, err := boot.Choose(dir)
	if err != nil {
		return err
	}
	g.dir = chosen
	return nil
}

// Accounts implements screens.Gate.
func (g *gate) Accounts() []string { return boot.AccountNames(g.dir) }

// Recover implements screens.Gate.
func (g *gate) Recover(ctx context.Context, user, key, password string) (*screens.Desk, error) {
	s, err := boot.Recover(ctx, g.options(user, ""), key, password)
	if err != nil {
		return nil, err
	}
	g.opened()
	return g.desk(s), nil
}

// opened remembers where the store lies. Unlocking takes 64 MiB for a moment: given back now, or the collector, which had seen them
// in use, would let the heap grow to twice as much before it looks again.
func (g *gate) opened() {
	debug.FreeOSMemory()
	if g.remember != nil {
		g.remember(g.dir)
	}
}

// Weaknesses implements screens.PasswordJudge.
func (g *gate) Weaknesses(account, password string) []string {
	var out []string
	for _, w := range vault.Strength(account, password) {
		out = append(out, string(w))
	}
	return out
}

func (g *gate) options(user, password string) boot.Options {
	return boot.Options{Dir: g.dir, User: user, Password: password, Program: "窗口", Wait: 2 * time.Second, Now: g.now, Cost: g.cost}
}

// Open implements screens.Gate.
func (g *gate) Open(ctx context.Context, user, password string) (*screens.Desk, error) {
	s, err := boot.Open(ctx, g.options(strings.TrimSpace(user), password))
	if err != nil {
		return nil, err
	}
	g.opened()
	return g.desk(s), nil
}

// Create implements screens.Gate: the store, and the contract year with its hours.
func (g *gate) Create(ctx context.Context, n screens.Setup) (*screens.Desk, string, error) {
	s, founded, err := boot.Init(ctx, boot.Setup{Options: g.options(strings.TrimSpace(n.User), n.Password), Name: n.Name, Role: "station"})
	if err != nil {
		return nil, "", err
	}
	if _, err := s.SetContract(ctx, map[string]string{"start": n.Start, "end": n.End, "hours": n.Hours, "days": "1-5"}); err != nil {
		s.Close()
		return nil, founded.RecoveryKey, err
	}
	g.opened()
	return g.desk(s), founded.RecoveryKey, nil
}

// formsOf are the forms that offices sign, of a kind's records.
func formsOf(kind string) (out []screens.Form) {
	for _, name := range reports.FormNames() {
		if of, title, _ := reports.FormOf(name); of == kind {
			out = append(out, screens.Form{Name: name, Title: title})
		}
	}
	return out
}

// elsewhere reads the score of another store.
func (g *gate) elsewhere(ctx context.Context, dir, user, password string) (e screens.Elsewhere, err error) {
	o := g.options(strings.TrimSpace(user), password)
	o.Dir = strings.TrimSpace(dir)
	s, err := boot.Open(ctx, o)
	if err != nil {
		return e, err
	}
	defer s.Close()
	e.Name = s.Name()
	e.Card, err = s.Score(ctx, app.ScoreQuery{})
	return e, err
}

func (g *gate) desk(s *boot.Session) *screens.Desk {
	return &screens.Desk{App: s.App, Name: s.Name(), Dir: s.Dir, Import: s.Import, Close: s.Close, Files: files{s.Dir},
		Page: reports.Page, Report: boot.DrawReport, ReportName: boot.ReportName, Faults: boot.WriteFaults, Sheet: boot.DrawRecord, PageName: boot.RecordName,
		Forms: formsOf, FormFile: boot.DrawForm, FormName: boot.FormName, ScoreFile: boot.DrawScore, ScoreName: boot.ScoreName,
		Template:   func(ctx context.Context, kind, path string) error { _, err := s.Template(ctx, kind, path); return err },
		ExportFile: s.ExportFile, AuditFile: s.AuditFile, Answers: s.ExportAnswers, Lists: screens.Lists{Heads: boot.ListHeads, Compare: boot.CompareLists, Write: boot.WriteCompared, File: boot.ComparedFile}, ReadFile: boot.ReadAttachment, WriteFile: boot.WriteFile,
		Office: office{s}, Elsewhere: g.elsewhere, Paper: s.WriteRecovery, Away: s.Away(), Arrive: func(ctx context.Context, copied bool, station string) error {
			return s.Arrive(ctx, boot.Arrival{Copied: copied, Station: station})
		}}
}
