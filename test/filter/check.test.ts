import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { assertRefused } from './refusals.ts';

function refuses(cases: readonly (readonly [string, RegExp])[]): void {
  for (const [marked, reason] of cases) test(marked, () => assertRefused(marked, reason));
}

suite('names that are not there are refused, with the nearest', () => {
  refuses([
    ['¦framee.type == "X"', /no variable framee, did you mean frame\?/],
    ['¦zzz.type == "X"', /no variable zzz, expected seq, time, offsetMs, conn, kind, connectionOpened, frame,/],
    ['seq > 1 && ¦Message.length > 1', /did you mean message\?/],
    ['frame.¦typ == "X"', /no property typ, did you mean type\?/],
    ['streamClosed.grpcStatus.¦status == 1', /no property status, expected code, name, message/],
    ['¦has(frame.header)', /no property header, did you mean headers\?/],
    ['frame.headers.fields.exists(f, f.¦nam == "x")', /no property nam, did you mean name\?/],
    ['frame.headers.fields[0].¦val == "x"', /did you mean value\?/],
    ['frame.headers.fields.exists(f, ¦g.name == "x")', /no variable g/],
    ['conn.¦startWith("c")', /no function startWith\(\), did you mean startsWith\?/],
    ['frame.type == ¦PING', /expected "PING" in quotes if it is a text/],
    ['¦length(conn) > 1', /no function length\(\)/],
    ['¦stream == 5', /stream is a short form and no variable, expected CEL or, without blanks, stream:5/],
    ['¦@loop_turn(1, true)', /no sign of CEL/],
    ['¦constructor == 1', /no variable constructor/],
    ['frame.¦constructor == 1', /no property constructor/],
  ]);
});

suite('types that do not go together are refused', () => {
  refuses([
    ['frame.type ¦== 5', /== got string and int, which are never equal/],
    ['frame.streamId ¦!= "5"', /!= got int and string/],
    ['frame.headers ¦== null', /never equal; what is absent has\(…\) tells/],
    ['seq ¦+ conn > 1', /\+ got int and string, expected \(int, int\)/],
    ['conn ¦> 3', /> got string and int/],
    ['seq > 1 && ¦conn', /&& got string, expected true or false/],
    ['!¦seq', /! got int, expected true or false/],
    ['seq > 1 && ¦5', /&& got int/],
    ['seq > 1 && (¦conn + "" && true)', /&& got string/],
    ['¦seq ? true : false', /\? got int/],
    ['conn.¦startsWith(3)', /startsWith got int on string, expected \(string\) on string/],
    ['frame.type ¦in "DATA"', /in got string on its right, expected a list/],
    ['5 ¦in frame.flags', /in got int and a list of string/],
    ['frame.flags¦["ACK"] == "x"', /got string, expected the number of an item/],
    ['seq¦[0] == 1', /got int, expected a list/],
    ['frame.type.¦x == 1', /"x" was asked of string, which has no properties/],
    ['frame.flags.¦ACK', /"ACK" was asked of list/],
    ['seq.¦exists(x, x > 1)', /a loop over int came, expected one over a list/],
    ['frame.flags.¦exists(1, true)', /expected list.exists\(x, condition\)/],
    ['frame.flags.¦exists("ACK")', /expected list.exists\(x, condition\)/],
    ['frame.flags.¦exists(seq, true)', /seq is a variable of events/],
    ['¦has(frame)', /has\(\) is not called so/],
    ['time ¦> "2026-01-01T00:00:00Z"', /> got timestamp and string/],
    ['time > timestamp(¦"yesterday")', /"yesterday" is no timestamp, expected one as "2026/],
    ['time - time > duration(¦"5 min")', /is no duration/],
  ]);
});

suite('a result that is not true or false is refused', () => {
  refuses([
    ['¦frame.type', /the result is string, expected true or false/],
    ['¦frame.length / 2', /the result is int/],
    ['¦"DATA"', /the result is string/],
    ['¦frame.flags', /the result is list/],
    ['¦frame.headers', /the result is object/],
    ['¦frame.flags.map(f, f == "ACK")', /the result is list/],
    ['¦seq', /the result is int/],
  ]);
});

suite('what can only be known of an event is taken', () => {
  for (const text of [
    'message.json.ok',
    'message.json == 5 || message.json == "x"',
    'message.json.list[0].name.startsWith("a")',
    'dyn(seq) == "5"',
    'frame.data.truncated',
    'true',
    '{"a": 1}.a == "x"',
    '[1, "a"].exists(x, x == seq)',
    'frame.headers.exists(name, name == "fields")',
  ]) {
    test(text, () => void compileFilter(text));
  }
});
