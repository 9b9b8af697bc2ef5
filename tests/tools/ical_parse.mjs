// Reads calendars with ical.js, which had no part in writing them, and prints what they say.
//   node tests/tools/ical_parse.mjs < requests.json
// A request is {"text": "BEGIN:VCALENDAR…", "until": "2028-01-01"}; the answer lists, for each, the calendar's own
// properties, its events and their dates up to then, in UTC by the time zones that the calendar itself defines.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString();
const value = (property) => {
  const values = property.getValues().map((one) => (one === null ? null : one.toString()));
  return values.length > 1 ? values : values[0];
};

function properties(component) {
  const found = {};
  for (const property of component.getAllProperties()) {
    found[property.name] = value(property);
    const { ...parameters } = property.jCal[1];
    if (Object.keys(parameters).length) found[`${property.name};`] = parameters;
  }
  return found;
}

function dates(master, overrides, until) {
  const event = new ICAL.Event(master, { exceptions: overrides, strictExceptions: true });
  const found = [];
  const add = (id, item, start, end) =>
    found.push({
      uid: event.uid,
      date: id.toString().slice(0, 10),
      start: start.isDate ? start.toString() : utc(start),
      end: end.isDate ? end.toString() : utc(end),
      clock: start.toString(),
      status: item.component.getFirstPropertyValue("status"),
    });
  if (!event.isRecurring()) {
    add(event.startDate, event, event.startDate, event.endDate);
    return found;
  }
  const iterator = event.iterator();
  for (let next = iterator.next(); next && next.toString().slice(0, 10) <= until; next = iterator.next()) {
    const details = event.getOccurrenceDetails(next);
    add(details.recurrenceId, details.item, details.startDate, details.endDate);
  }
  return found;
}

function read({ text, until }) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  const zones = {};
  for (const component of calendar.getAllSubcomponents("vtimezone")) {
    const zone = new ICAL.Timezone(component);
    ICAL.TimezoneService.register(zone.tzid, zone);
    zones[zone.tzid] = component.getAllSubcomponents().map((part) => ({ name: part.name, ...properties(part) }));
  }
  const components = calendar.getAllSubcomponents("vevent");
  const masters = components.filter((event) => !event.getFirstProperty("recurrence-id"));
  return {
    calendar: properties(calendar),
    zones,
    names: calendar.getAllSubcomponents().map((part) => part.name),
    nested: components.flatMap((event) => event.getAllSubcomponents().map((part) => part.name)),
    events: components.map(properties),
    dates: masters.flatMap((master) => {
      const uid = master.getFirstPropertyValue("uid");
      const overrides = components.filter(
        (event) => event !== master && event.getFirstPropertyValue("uid") === uid,
      );
      return dates(master, overrides, until || "2030-01-01");
    }),
  };
}

const requests = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(requests.map(read)));
