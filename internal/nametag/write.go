package nametag

import (
	"maps"
	"slices"
	"time"
)

// writing is one claim's way into traits (spec identity §6): which values land, and what is kept out. The maps of the
// traits may be shared: they are copied before the first value lands.
type writing struct {
	trust      Trust  // of who writes
	source     Source // who that is
	seq        Seq    // of the entry that records it
	at         time.Time
	limit      int  // bytes of custom_data
	blanksOnly bool // claimed writes may not overwrite
	edits      []Edit
	protected  []string
}

// lands reports whether the writer's value may take the place of the stored one.
func (w *writing) lands(stored Value) bool {
	switch {
	case stored.JSON == "":
		return true
	case w.trust < stored.Trust:
		return false
	}
	return w.trust > Claimed || !w.blanksOnly
}

// profile carries the claim's fields into traits. Those it doesn't name stay.
func (w *writing) profile(t *Traits, said map[Field]string) {
	shared := true
	for _, f := range Fields {
		json, ok := said[f.Field]
		if !ok || t.Profile[f.Field].JSON == json {
			continue
		}
		if !w.lands(t.Profile[f.Field]) {
			w.protected = append(w.protected, string(f.Field))
			continue
		}
		w.edits = append(w.edits, Edit{Key: string(f.Field), Old: t.Profile[f.Field].JSON, New: json})
		if shared {
			t.Profile, shared = maps.Clone(t.Profile), false
		}
		set(&t.Profile, f.Field, w.value(json))
	}
}

// custom carries the claim's custom_data into traits key by key, all or nothing: returns false, and leaves traits as
// they were, where the whole would weigh more than the limit; size is what it would weigh then.
func (w *writing) custom(t *Traits, said map[string]string, clearOthers bool) (size int, fits bool) {
	after, shared := t.Custom, true
	var edits []Edit
	var protected []string
	for _, key := range w.customKeys(t.Custom, said, clearOthers) {
		stored, json := t.Custom[key], said[key]
		if stored.JSON == json {
			continue
		}
		if !w.lands(stored) {
			protected = append(protected, customKey(key))
			continue
		}
		edits = append(edits, Edit{Key: customKey(key), Old: stored.JSON, New: json})
		if shared {
			after, shared = maps.Clone(after), false
		}
		set(&after, key, w.value(json))
	}
	if len(edits) == 0 {
		w.protected = append(w.protected, protected...)
		return 0, true
	}
	size = customBytes(after)
	if size > w.limit && size > t.CustomBytes() { // what is over a limit that was lowered may still shrink
		w.protected = append(w.protected, "custom_data")
		return size, false
	}
	t.Custom = after
	w.edits, w.protected = append(w.edits, edits...), append(w.protected, protected...)
	return size, true
}

// customKeys are the keys that a claim touches, in the same order every time.
func (w *writing) customKeys(stored map[string]Value, said map[string]string, clearOthers bool) []string {
	keys := make([]string, 0, len(said))
	for key := range said {
		keys = append(keys, key)
	}
	if clearOthers {
		for key := range stored {
			if _, named := said[key]; !named {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// fill carries values that were said before into the blanks of traits, keys of custom_data one by one while they fit.
func (w *writing) fill(t *Traits, from Traits) {
	if from.Empty() {
		return
	}
	*t = t.Clone()
	for _, f := range Fields {
		if v, ok := from.Profile[f.Field]; ok && t.Profile[f.Field].JSON == "" {
			w.edits = append(w.edits, Edit{Key: string(f.Field), New: v.JSON})
			set(&t.Profile, f.Field, w.refilled(v))
		}
	}
	for _, key := range w.customKeys(from.Custom, nil, true) {
		v := from.Custom[key]
		if t.Custom[key].JSON != "" {
			continue
		}
		set(&t.Custom, key, w.refilled(v))
		if customBytes(t.Custom) > w.limit {
			delete(t.Custom, key)
			w.protected = append(w.protected, customKey(key))
			continue
		}
		w.edits = append(w.edits, Edit{Key: customKey(key), New: v.JSON})
	}
}

func (w *writing) value(json string) Value {
	return Value{JSON: json, Trust: w.trust, Source: w.source, Seq: w.seq, At: w.at}
}

// refilled is a value that moves to another place: who said it, when and how surely stays true.
func (w *writing) refilled(v Value) Value {
	v.Seq = w.seq
	return v
}

// set puts a value into a map that may not exist yet; a blank takes the key away.
func set[K comparable](m *map[K]Value, key K, v Value) {
	if v.JSON == "" {
		delete(*m, key)
		return
	}
	if *m == nil {
		*m = map[K]Value{}
	}
	(*m)[key] = v
}

func customKey(key string) string { return "custom_data." + key }
