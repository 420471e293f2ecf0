package training

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"opsledger/app/ledger"
)

// Quota is how many of a unit a training invites (R096).
type Quota struct {
	Unit    string
	Invited int64
}

// ParseQuota reads one line: 单位 | 人数. A colon, a comma or a tab parts them too.
func ParseQuota(line string) (q Quota, err error) {
	unit, number, _ := strings.Cut(separators.Replace(strings.NewReplacer("：", "|", ":", "|").Replace(line)), "|")
	q.Unit = strings.TrimSpace(unit)
	q.Invited, err = strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(number), "人"), 10, 32)
	if err != nil || q.Unit == "" || q.Invited < 1 {
		return q, fmt.Errorf("各单位应训人数“%s”应写作：单位 | 人数，人数至少为1", line)
	}
	return q, nil
}

// quotas are the lines that can be read.
func quotas(v any) (out []Quota) {
	for _, line := range ledger.Lines(v) {
		if q, err := ParseQuota(line); err == nil {
			out = append(out, q)
		}
	}
	return out
}

// CheckQuotas holds that the numbers of the units can be read, that no unit stands twice, and that they do not contradict the number
// of all.
func CheckQuotas(b ledger.Before, f ledger.Fields) error {
	told := func(key string) any {
		if v, ok := f[key]; ok {
			return v
		}
		return b.Fields[key]
	}
	var faults []string
	var sum int64
	seen := map[string]bool{}
	for _, line := range ledger.Lines(told("quotas")) {
		q, err := ParseQuota(line)
		if err != nil {
			faults = append(faults, err.Error())
		} else if seen[plain(q.Unit)] {
			faults = append(faults, "各单位应训人数里"+q.Unit+"出现了两次")
		}
		seen[plain(q.Unit)] = true
		sum += q.Invited
	}
	if len(faults) > 0 {
		return said(faults)
	}
	all, units := ledger.Fields{"n": told("invited")}.Int("n"), ledger.Lines(told("units"))
	switch whole := wholly(units, seen); {
	case all == 0 || sum == 0:
	case whole && sum != all:
		return fmt.Errorf("各单位应训人数合计%d，与应训人数%d不符", sum, all)
	case sum > all:
		return fmt.Errorf("各单位应训人数合计%d，超过了应训人数%d", sum, all)
	}
	return nil
}

// wholly reports whether each of the units has its number.
func wholly(units []string, has map[string]bool) bool {
	return !slices.ContainsFunc(units, func(u string) bool { return !has[plain(u)] })
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

// invited is how many are invited: the number told, else the sum of the units' where each unit has its own; 0 where neither is known.
func invited(written ledger.Fields) (n int64) {
	if n = written.Int("invited"); n > 0 {
		return n
	}
	has := map[string]bool{}
	for _, q := range quotas(written["quotas"]) {
		has[plain(q.Unit)] = true
		n += q.Invited
	}
	if !wholly(ledger.Lines(written["units"]), has) {
		return 0
	}
	return n
}

// Expected are the units invited, each once, with how many of it; 0 where that was not told. Where a training invites one unit, the
// number of all is its own.
func (t Training) Expected() (out []Quota) {
	at := map[string]int{}
	add := func(q Quota) {
		i, there := at[plain(q.Unit)]
		if !there {
			at[plain(q.Unit)] = len(out)
			out = append(out, q)
		} else if q.Invited > 0 {
			out[i].Invited = q.Invited
		}
	}
	for _, u := range t.Units {
		add(Quota{Unit: u})
	}
	for _, line := range t.Quotas {
		if q, err := ParseQuota(line); err == nil {
			add(q)
		}
	}
	if len(out) == 1 && out[0].Invited == 0 {
		out[0].Invited = t.Facts.Invited
	}
	return out
}
