package boot

import (
	"context"
	"path/filepath"
	"strings"

	"opsledger/app/fault"
	"opsledger/storage"
	"opsledger/storage/home"
)

// Arrival is what a person says of a store that lies elsewhere than it last did.
type Arrival struct {
	Copied  bool   // the old place goes on being used: this one takes a station number and a name of its own
	Station string // for a copy
	Name    string // for a copy; "": the old name with the station's number
}

// Away reports whether the store lies elsewhere than it last did, or turned out to be one of two. It can be read; Arrive lets it be written.
func (s *Session) Away() bool { return s.away || s.store.Meta().Home == storage.Astray }

// astray says why nothing is written.
func (s *Session) astray() error {
	if s.store.Meta().Home == storage.Astray {
		return fault.New(fault.OneOfTwo)
	}
	return fault.New(fault.Moved)
}

func (o Options) homeOf(dir string) (string, error) {
	of := o.Home
	if of == nil {
		of = home.Of
	}
	return of(filepath.Join(dir, storage.FileName))
}

func (s *Session) findHome(ctx context.Context) error {
	here, err := s.o.homeOf(s.Dir)
	if err != nil {
		return err
	}
	m := s.store.Meta()
	s.away = m.Home != here && m.Home != ""
	switch {
	case s.o.Arrive != nil && (s.away || s.o.Arrive.Copied && s.o.Arrive.Station != m.Station): // a copy may say so at any time
		return s.Arrive(ctx, *s.o.Arrive)
	case m.Home == "":
		return s.store.Resettle(ctx, here)
	}
	return nil
}

// Arrive begins a feed of its own for this place, so that what is written here can't fork what was written there.
func (s *Session) Arrive(ctx context.Context, a Arrival) error {
	here, err := s.o.homeOf(s.Dir)
	if err != nil {
		return err
	}
	m := s.store.Meta()
	if a.Copied {
		if !twoDigits(a.Station) || a.Station == m.Station {
			return fault.New(fault.Usage, "副本须另给一个两位的工作站编号（--station），不能与原来的“"+m.Station+"”相同")
		}
		if m.Station = a.Station; a.Name == "" {
			a.Name = m.Name + "-" + a.Station
		}
		m.Name = a.Name
	}
	gap := 0
	if m.Home == storage.Astray { // numbers may have been given that are not known here yet
		gap = restoreGap
	}
	m.Home = here
	if m.Feed, err = storage.NewFeed(s.o.random()); err != nil {
		return err
	}
	if err := s.store.BeginFeed(ctx, m, gap); err != nil {
		return explain(err, s.Dir)
	}
	s.away, s.App.Station, s.App.Device = false, m.Station, m.Name
	return nil
}

func twoDigits(s string) bool { return len(s) == 2 && strings.Trim(s, "0123456789") == "" }
