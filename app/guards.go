package app

import (
	"context"

	"opsledger/app/ledger"
)

// guard looks beyond one record before a step is taken: at other records, the roster, the calendar. It may complete the step's
// fields. Guards run at entry only (design.md "Fold"): on arrival a step is judged by its record alone.
type guard func(ctx context.Context, a *App, r Reader, rec *ledger.Record, fields ledger.Fields) error

// guards are those of each step, by kind and action.
var guards = map[string]guard{
	"appraisal record":         guardAppraisal,
	"duty restore":             guardTurn,
	"duty schedule":            guardTurn,
	"duty swap":                guardSwap,
	"leave apply":              guardLeaveDays,
	"leave approve":            guardLeaveDays,
	"person leave":             guardLeave,
	"turnover draft":           guardTurnoverDraft,
	"complaint receive":        sameBefore,
	"change execute":           guardExecution,
	"finding record":           guardFinding,
	"training amend":           guardTraining,
	"training plan":            guardSystems,
	"comparison add-suspects":  guardSuspects,
	"comparison conclude-many": guardConclusions,
	"run make":                 guardRun,
	"run do":                   guardMeeting,
}

func (a *App) guarded(ctx context.Context, r Reader, action ledger.Action, rec *ledger.Record, fields ledger.Fields) error {
	if g := guards[rec.Kind+" "+action.Name]; g != nil {
		return g(ctx, a, r, rec, fields)
	}
	return nil
}
