package main

import (
	"context"
	"strings"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var cmdContract = command{name: "contract", usage: "set --start 日期 --end 日期 --fee 元 [--hours 08:30-12:00,13:30-18:00] [--days 1-5] [--scheme 方案名|方案.json]",
	about: "设定合同年度", flags: contractFlags, run: runContract}

var contractFlags = []string{"start", "end", "fee", "name", "hours", "days", "from", "ticket-mode", "ticket-hours", "response-hours", "file-late-days",
	"quarter-days", "month-days", "pass-mark", "late-grace", "scheme"}

func runContract(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil || k.args[0] != "set" {
		return fault.New(fault.Usage, k.usage())
	}
	values := map[string]string{}
	for _, key := range contractFlags {
		if k.has(key) {
			values[strings.ReplaceAll(key, "-", "_")] = k.option(key, "")
		}
	}
	scheme, err := schemeFile(values)
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		rec, err := s.SetContractScheme(ctx, values, scheme)
		if err != nil {
			return err
		}
		k.record(s, s.Present(rec))
		return nil
	})
}

// schemeFile reads a scheme given as a file; one given by name stays a value.
func schemeFile(values map[string]string) ([]byte, error) {
	path := values["scheme"]
	if !strings.HasSuffix(path, ".json") {
		return nil, nil
	}
	delete(values, "scheme")
	return boot.ReadFile(path)
}
