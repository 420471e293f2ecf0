// Package demo makes a believable year or more of a station's life: exports of the province's system, the people and
// departments, the steps taken by hand, and everything the program makes of them. It lets the year happen under a
// clock of its own. The same seed and the same now give the same tickets. It may import everything but the window.
package demo

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/vault"
)

// Account and password of a demo store: made up, and printed wherever it is opened.
const (
	User     = "张伟"
	Password = "Demo-2026!"
)

// Sizes of a demo, in tickets a year.
const (
	Full  = 2400
	Small = 240
)

// Options of a demo.
type Options struct {
	Bare    bool // the store and its exports only: no documents are drawn; of months and quarters the last report only, and no attendance of earlier months
	Dir     string
	Tickets int // a year, those of the province's system
	Years   int // contract years, the last one under way; 0: one
	Now     func() time.Time
	Cost    vault.Cost
	Say     func(format string, args ...any) // progress, may be nil
}

// Made is what a demo made. The first file is the export of everything.
type Made struct {
	Store string   `json:"store"`
	Files []string `json:"files"`
}

// Make builds the demo in an empty folder.
func Make(ctx context.Context, o Options) (m Made, err error) {
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	now := o.Now().In(ledger.Zone).Truncate(time.Second)
	p := &play{o: o, made: &m, year: &year{chance: chance{rand.New(rand.NewPCG(2026, 11))}, starts: contractYears(now, max(1, o.Years)), now: now}}
	p.at = p.year.starts[0].Add(10 * time.Minute) // before the first ticket
	m.Store, m.Files = filepath.Join(o.Dir, "台账"), []string{filepath.Join(o.Dir, wholeExport)}
	setup := boot.Setup{Options: boot.Options{Dir: m.Store, User: User, Password: Password, Program: "opsctl", Now: p.Now, Cost: o.Cost},
		Name: "驻场一号机", Role: "station", AccountRole: ledger.Lead, Station: "01"}
	if p.s, _, err = boot.Init(ctx, setup); err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, p.s.Close()) }()
	o.Say("建立台账 %s（账号 %s，口令 %s）", m.Store, User, Password)
	return m, p.make(ctx)
}

// contractYears are the beginnings of n contract years, the last of which ends with this month.
func contractYears(now time.Time, n int) (out []time.Time) {
	for back := n; back > 0; back-- {
		out = append(out, time.Date(now.Year()-back, now.Month()+1, 1, 0, 0, 0, 0, ledger.Zone))
	}
	return out
}

// make plans the years and lets them happen. A small demo imports every fourth week, but for the last ones.
func (p *play) make(ctx context.Context) (err error) {
	if err := p.sign(ctx, p.year.starts[0]); err != nil {
		return err
	}
	err = p.s.Store.View(ctx, func(r app.Reader) (err error) {
		p.year.cal, err = p.s.Calendar(ctx, r)
		return err
	})
	if err != nil {
		return err
	}
	if p.year.subjects, err = readSubjects(); err != nil {
		return err
	}
	if err := p.year.plan(p.o.Tickets); err != nil {
		return err
	}
	every, reports := 1, 8
	if p.o.Tickets < Small {
		every, reports = 4, 2
	}
	events := p.events(every, reports)
	if err := errors.Join(p.year.err, p.run(ctx, events, p.year.now)); err != nil {
		return err
	}
	if err := p.takeAll(ctx); err != nil {
		return err
	}
	if _, err := p.s.TakeChecks(ctx); err != nil {
		return err
	}
	if p.o.Bare {
		return nil
	}
	if err := p.draw(ctx, reports); err != nil {
		return err
	}
	if err := p.documents(ctx); err != nil {
		return err
	}
	return p.forms(ctx)
}
