package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"opsledger/app/rule/score"
)

func TestListsOfNothingAreEmptyLists(t *testing.T) {
	type inner struct {
		Names []string         `json:"names"`
		At    *time.Time       `json:"at"`
		More  []string         `json:"more,omitempty"`
		Any   any              `json:"any"`
		By    map[string][]int `json:"by"`
	}
	var out bytes.Buffer
	k := &call{console: console{out: &out, err: &out}}
	k.print([]any{inner{By: map[string][]int{"x": nil}}, &inner{Names: []string{"甲"}, Any: []string(nil)}, score.Points(-500), []inner(nil)})
	want := `[{"names":[],"at":null,"any":null,"by":{"x":[]}},{"names":["甲"],"at":null,"any":[],"by":null},"-0.5",[]]`
	if got := strings.Join(strings.Fields(out.String()), ""); got != want {
		t.Errorf("printed %s\nshould be %s", got, want)
	}
}
