package app

import (
	"context"
	"encoding/json"
	"fmt"

	"opsledger/app/rule/intake"
)

// mappingsKey is the local setting that holds a kind's mappings: no part of the ledger.
func mappingsKey(kind string) string { return "mapping/" + kind }

// keptMappings are the mappings given for a kind's layouts, by the layout's fingerprint.
func keptMappings(ctx context.Context, r Reader, kind string) (map[string]intake.Kept, error) {
	raw, err := r.Local(ctx, mappingsKey(kind))
	if err != nil || raw == "" {
		return nil, err
	}
	var out map[string]intake.Kept
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		return nil, fmt.Errorf("reading kept mappings: %w", err)
	}
	return out, nil
}

// keepMapping keeps the mapping given for this layout; an empty one forgets it.
func (i *importRun) keepMapping(ctx context.Context, headers []string) error {
	if i.in.Mapping == nil {
		return nil
	}
	all, err := keptMappings(ctx, i.w, i.kind.Name)
	if err != nil {
		return err
	}
	if all == nil {
		all = map[string]intake.Kept{}
	}
	all[intake.Fingerprint(headers)] = intake.Kept{Headers: headers, Mapping: i.in.Mapping}
	if len(i.in.Mapping) == 0 {
		delete(all, intake.Fingerprint(headers))
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("keeping mapping: %w", err)
	}
	return i.w.SetLocal(ctx, mappingsKey(i.kind.Name), string(raw))
}
