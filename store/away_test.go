package store_test

import (
	"reflect"
	"testing"

	"nameyard/store"
)

// An empty answer and no answer are not the same: whoever takes a database that is gone for an empty one sells names twice.
func TestEveryCallOnADatabaseThatIsGoneIsAnError(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		gone := another(t, h.url, h.clock)
		ok(t, gone.Close())
		skipped := map[string]bool{
			"Close": true, "Engine": true, "RegistryDocuments": true, "SetZoneHistory": true, "SetFreeChanges": true, "SetAskTargets": true, "SetMailMX": true, "TellZoneChanges": true, "FreeDisk": true, // ask nothing
			"Lookup":       true,                                          // wants an identifier
			"Writable":     true,                                          // no write failed
			"CheckKey":     true,                                          // no key was taken
			"IssueInvoice": true,                                          // wants an invoice of a term
			"Asked":        true,                                          // wants an order that changes something
			"Exec":         true, "Value": true, "Rows": true, "Tx": true, // are these tests' own
		}
		everyCallFails(t, reflect.ValueOf(gone.Store), skipped)
		everyCallFails(t, reflect.ValueOf(gone.RegistryDocuments()), nil)
	})
}

func TestEveryReadOfASnapshotThatHasEndedIsAnError(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		snapshot := must[*store.Snapshot](t)(h.Snapshot(h.ctx))
		snapshot.Close()
		everyCallFails(t, reflect.ValueOf(snapshot), map[string]bool{"Close": true, "Times": true, "SerialWrites": true})
	})
}

// everyCallFails calls every method with a context and with lists of one empty thing each.
func everyCallFails(t *testing.T, of reflect.Value, skipped map[string]bool) {
	t.Helper()
	for i := range of.NumMethod() {
		name, method := of.Type().Method(i).Name, of.Method(i)
		if skipped[name] {
			continue
		}
		args := []reflect.Value{reflect.ValueOf(t.Context())}
		for j := 1; j < method.Type().NumIn(); j++ {
			args = append(args, oneOf(method.Type().In(j)))
		}
		call := method.Call
		if method.Type().IsVariadic() {
			call = method.CallSlice
		}
		results := call(args)
		if err, is := results[len(results)-1].Interface().(error); !is || err == nil {
			t.Errorf("%s gives %v", name, results)
		}
	}
}

// oneOf is the zero value of a type, for numbers 1, for lists and maps one with a zero value in it.
func oneOf(of reflect.Type) reflect.Value {
	switch of.Kind() {
	case reflect.Int, reflect.Int64:
		one := reflect.New(of).Elem()
		one.SetInt(1)
		return one
	case reflect.Slice:
		return reflect.MakeSlice(of, 1, 1)
	case reflect.Map:
		all := reflect.MakeMap(of)
		all.SetMapIndex(reflect.Zero(of.Key()), reflect.Zero(of.Elem()))
		return all
	}
	return reflect.Zero(of)
}
