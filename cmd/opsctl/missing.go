package main

import (
	"context"
	"fmt"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var (
	cmdUnsynced = command{name: "unsynced", about: "没有跟上新版手册的问答（未同步）", run: runUnsynced}
	cmdUnsigned = command{name: "unsigned", about: "在岗人员还没有签收的制度", run: runUnsigned}
)

func runUnsynced(ctx context.Context, k *call) error {
	return k.with(ctx, func(s *boot.Session) error {
		list, err := s.Unsynced(ctx)
		return tellAll(k, list, err, "没有未同步的问答", func(u app.Unsynced) (string, any) {
			return fmt.Sprintf("%s  %s  《%s》%s → %s", u.Number, u.Question, u.Manual, u.Version, u.Newer), struct {
				Record   ledger.RecordID `json:"record"`
				Number   string          `json:"number"`
				Question string          `json:"question"`
				Manual   string          `json:"manual"`
				Version  string          `json:"version"`
				Newer    string          `json:"newer"`
			}(u)
		})
	})
}

func runUnsigned(ctx context.Context, k *call) error {
	return k.with(ctx, func(s *boot.Session) error {
		list, err := s.Unsigned(ctx)
		return tellAll(k, list, err, "没有缺少的签收", func(u app.Unsigned) (string, any) {
			return u.Regulation + "  " + u.Person, struct {
				Record     ledger.RecordID `json:"record"`
				Regulation string          `json:"regulation"`
				Person     string          `json:"person"`
			}(u)
		})
	})
}

// tellAll tells a list line by line, or as JSON; none says that there is nothing.
func tellAll[T any](k *call, list []T, err error, none string, tell func(T) (line string, shown any)) error {
	if err != nil {
		return err
	}
	out := []any{}
	for _, it := range list {
		line, shown := tell(it)
		if out = append(out, shown); !k.json {
			k.say("%s", line)
		}
	}
	if k.json {
		k.print(out)
	} else if len(list) == 0 {
		k.say("%s", none)
	}
	return nil
}
