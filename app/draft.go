package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Draft is what was typed into a form and is not recorded yet. It lies in the store beside the ledger, for the account that
// typed it, so that neither locking nor a crash loses it.
type Draft struct {
	Values map[string]string `json:"values"`
	At     time.Time         `json:"at"`
}

// KeepDraft keeps what is typed into a form; nothing typed takes the draft away. A form is named by what it is about, as
// StepDraft does.
func (a *App) KeepDraft(ctx context.Context, form string, values map[string]string) error {
	if len(values) == 0 {
		return a.Remember(ctx, a.draftKey(form), "")
	}
	raw, err := json.Marshal(Draft{Values: values, At: a.Now()})
	if err != nil {
		return fmt.Errorf("keeping draft: %w", err)
	}
	return a.Remember(ctx, a.draftKey(form), string(raw))
}

// Draft gives what was kept of a form; ok is false where nothing was. One that can't be read counts as none.
func (a *App) Draft(ctx context.Context, form string) (d Draft, ok bool, err error) {
	raw, err := a.Recall(ctx, a.draftKey(form))
	if err != nil || raw == "" || json.Unmarshal([]byte(raw), &d) != nil {
		return Draft{}, false, err
	}
	d.At = d.At.In(ledger.Zone)
	return d, true, nil
}

// StepDraft names the form of a step; key is the record's, or "new".
func StepDraft(kind, key, action string) string { return kind + "/" + key + "/" + action }

func (a *App) draftKey(form string) string { return "draft/" + a.Account + "/" + form }

// dropDraft takes a step's draft away in the transaction that records the step.
func (a *App) dropDraft(ctx context.Context, w Writer, s Step) error {
	if s.Draft == "" {
		return nil
	}
	return w.SetLocal(ctx, a.draftKey(s.Draft), "")
}
