-- One turn of a district: a whole batch of commands, applied at once or not at all. The rules are those of Core's Fold and Rules;
-- a property test holds the two together. Runs on Lua 5.1 (Redis) and 5.4 (Garnet), where numbers out of a MessagePack are floats:
-- whatever becomes text goes through %d.
--
-- KEYS  1 epoch, 2 order, 3 sequence, 4 numbers, 5 pending, 6 undone, then for each round: sites, minutes, people
-- ARGV  1 epoch, 2 turn id, 3 channel, 4 the batch as TurnPack lays it out, 5 what of it only the ledger needs
-- Gives {'E', epoch} when the epoch is another one; {'U'} when an Undo needs a row that the batch does not bring: nothing was applied.
-- Else {'T', result}. The result holds what a server cannot work out from the batch: the order and the version of each place before,
-- and for each command 0 (booked as it says), 1 (repeat), 2 and the expected number (gap), 3 with implied and corrected, or 4 with its rows.

local floor, min, max, format, match = math.floor, math.min, math.max, string.format, string.match
local ARRIVED, SAMPLED, LEFT, QUEUE, LANES, OPEN, UNDO = 1, 2, 3, 4, 5, 6, 9
local REACH = 64
local PLAIN, REPEAT, GAP, ADJUSTED, ROWS = 0, 1, 2, 3, 4
local TALLY = '^([^|]*)' .. string.rep('|([^|]*)', 11) .. '|(.*)$'
local SETTINGS = '^([^|]*)' .. string.rep('|([^|]*)', 6) .. '$'
local unpack = table.unpack or unpack

local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return { 'E', epoch or '' } end

local batch = cmsgpack.unpack(ARGV[4])
local devices, places, commands, extras, given = batch[1], batch[3], batch[4], batch[5], batch[6]
local rounds, refusals, people, known = {}, {}, {}, {}
for i, id in ipairs(batch[2]) do
  local base = 6 + 3 * (i - 1)
  rounds[i] = { id = id, sites = KEYS[base + 1], minutes = KEYS[base + 2], people = KEYS[base + 3], site = {}, person = {} }
end
for i = 1, #extras, 3 do
  if extras[i + 1] ~= '' then refusals[extras[i]] = extras[i + 1] end
  if extras[i + 2] ~= '' then people[extras[i]] = extras[i + 2] end
end
for i = 1, #given, 3 do known[devices[given[i]] .. ':' .. format('%d', given[i + 1])] = given[i + 2] end
local undoing = false
for i = 4, #commands, 6 do if commands[i] == UNDO and not people[(i + 2) / 6] then undoing = true break end end

local numbers = redis.call('HMGET', KEYS[4], unpack(devices))
for i = 1, #devices do numbers[i] = tonumber(numbers[i] or 0) or 0 end
local order = tonumber(redis.call('GET', KEYS[2]) or 0) or 0
local before = order
local out, said = {}, 0
-- Of this batch: what could be taken back (false: nothing can), and what was.
local mine, undone, missing = {}, {}, false

local function whole(text) return tonumber(text) or 0 end

-- A site: v a i s l c, when it was last counted, last reported, last implied, first and last minute, line, then its settings, which few commands need:
-- counted by, lanes value made by, status value made by.
local function read_site(round, name, text)
  local v, a, i, d, l, c, counted, reported, implied, first, last, line, settings = match(text or '', TALLY)
  local s = { name = name, v = whole(v), a = whole(a), i = whole(i), s = whole(d), l = whole(l), c = whole(c), counted = whole(counted), reported = whole(reported),
    implied = whole(implied), first = whole(first), last = whole(last), line = whole(line), settings = settings or '|0|0||0|0|', minute = {} }
  round.site[name] = s
  return s
end

local function site_of(round, name)
  return round.site[name] or read_site(round, name, redis.call('HGET', round.sites, name))
end

-- The sites of the batch's places, and their versions before it.
local at, versions = {}, {}
for r, round in ipairs(rounds) do
  local names, which = {}, {}
  for p = 1, #places / 3 do
    if places[3 * p - 2] == r then names[#names + 1] = places[3 * p]; which[#which + 1] = p end
  end
  local texts = redis.call('HMGET', round.sites, unpack(names))
  for j, p in ipairs(which) do
    local s = read_site(round, names[j], texts[j])
    at[p], versions[p] = s, s.v
  end
end
for p = 1, #places / 3 do versions[p] = versions[p] or 0 end

-- The value of a setting, when it was made and by which row.
local function settings_of(s)
  if not s.set then
    local q, l, lm, lb, o, om, ob = match(s.settings, SETTINGS)
    s.set = { [QUEUE] = { v = 0, m = s.counted, by = q }, [LANES] = { v = whole(l), m = whole(lm), by = lb }, [OPEN] = { v = whole(o), m = whole(om), by = ob } }
  end
  return s.set
end

local function put_setting(s, which, now)
  local set = settings_of(s)
  set[which] = { v = which == QUEUE and 0 or now.v, m = now.m, by = now.by }
  s.counted = set[QUEUE].m
  s.settings = format('%s|%d|%d|%s|%d|%d|%s', set[QUEUE].by, set[LANES].v, set[LANES].m, set[LANES].by, set[OPEN].v, set[OPEN].m, set[OPEN].by)
end

local function queue_of(s) return s.a + s.i - s.s - s.l + s.c end

local function minute_of(round, s, m, text)
  local t = s.minute[m]
  if t then return t end
  if text == nil then text = redis.call('HGET', round.minutes, format('%s:%d', s.name, m)) end
  local a, i, d, l = match(text or '', '^([^|]*)|([^|]*)|([^|]*)|([^|]*)$')
  t = { a = whole(a), i = whole(i), s = whole(d), l = whole(l), touched = false }
  s.minute[m] = t
  return t
end

-- Brings the minutes from..to of a site in, for the rare command that comes late.
local function load_minutes(round, s, from, to)
  local first = from
  while first <= to do
    local names, which = {}, {}
    for m = first, min(to, first + 999) do
      if not s.minute[m] then names[#names + 1] = format('%s:%d', s.name, m); which[#which + 1] = m end
    end
    if #names > 0 then
      local texts = redis.call('HMGET', round.minutes, unpack(names))
      for j = 1, #which do minute_of(round, s, which[j], texts[j]) end
    end
    first = first + 1000
  end
end

local function effect() return { a = 0, i = 0, s = 0, l = 0, c = 0 } end
local function moves(e) return e.a + e.i - e.s - e.l + e.c end
local function keep_out(e) e.c = e.c - moves(e) end
local function imply(e, queue) e.i = e.i + max(0, 0 - (queue + moves(e))) end

local function take_back(round, s, minute)
  if minute > s.implied then return 0 end
  local from = max(floor(s.counted / 60000), s.first)
  load_minutes(round, s, max(s.first, min(from, minute)), s.last)
  local sum = 0
  for m = max(minute, s.first), s.last do sum = sum + s.minute[m].i end
  local least = min(sum, s.i)
  for m = min(minute - 1, s.last), from, -1 do
    sum = sum + s.minute[m].i
    least = min(least, sum)
  end
  return max(0, least)
end

local function set_state(s, which, value, made, by)
  local e = effect()
  local b = settings_of(s)[which]
  if made < b.m then return e end
  e.sets, e.now, e.before = which, { v = value, m = made, by = by }, b
  return e
end

-- What Queue, Lanes, Open, Pause or Close does.
local function setting(round, s, kind, n, made)
  local by = format('%s.%d', epoch, s.v + 1)
  if kind == LANES then return set_state(s, LANES, n, made, by) end
  if kind ~= QUEUE then return set_state(s, OPEN, kind, made, by) end
  if made < s.counted then return effect() end
  local minute, net = floor(made / 60000), 0
  if minute < s.last then
    local from = max(minute + 1, s.first)
    load_minutes(round, s, from, s.last)
    for m = from, s.last do local t = s.minute[m]; net = net + t.a + t.i - t.s - t.l end
  end
  local e = set_state(s, QUEUE, n, made, by)
  e.c = max(0, n + net) - queue_of(s)
  return e
end

local function apply(round, s, c, minute, e)
  s.v = s.v + 1
  s.a, s.i, s.s, s.l, s.c = s.a + e.a, s.i + e.i, s.s + e.s, s.l + e.l, s.c + e.c
  if e.a ~= 0 or e.i ~= 0 or e.s ~= 0 or e.l ~= 0 then
    local t = minute_of(round, s, minute)
    t.a, t.i, t.s, t.l, t.touched = t.a + e.a, t.i + e.i, t.s + e.s, t.l + e.l, true
    if s.first == 0 or minute < s.first then s.first = minute end
    if minute > s.last then s.last = minute end
    if e.i > 0 and minute > s.implied then s.implied = minute end
  end
  if e.sets then put_setting(s, e.sets, e.now) end
  if not c.person and c.made > s.reported then s.reported = c.made end
  s.line = s.line + max(0, moves(e))
  s.touched = true
end

local function tell(...)
  for j = 1, select('#', ...) do said = said + 1; out[said] = (select(j, ...)) end
end

-- A row that the batch alone does not tell, field by field as TurnPack reads it.
local function row(c, site, part, version, kind, n, minute, e, extra)
  order = order + 1
  local now, was = e.now, e.before
  c.rows[#c.rows + 1] = { part, version, site, kind, n, minute, e.a, e.i, e.s, e.l, e.c, extra.undoes or 0, extra.ticket or -1, extra.refusal or '',
    e.sets or 0, now and now.v or 0, now and now.m or 0, now and now.by or '', was and was.v or 0, was and was.m or 0, was and was.by or '' }
end

local function refuse(c, refusal, extra)
  extra = extra or {}
  extra.refusal = refusal
  row(c, extra.site or c.site, 0, 0, c.kind, c.n, floor(c.made / 60000), effect(), extra)
end

local function stand(c, round, person, name, kind, part, n, ticket, arrives)
  local s, e = site_of(round, name), effect()
  if kind == ARRIVED or arrives then e.a = n end
  if kind == SAMPLED then e.s = n elseif kind == LEFT then e.l = n end
  imply(e, queue_of(s))
  if kind == ARRIVED then ticket = s.line + n end
  local minute = floor(c.made / 60000)
  local taken = round.person[person] and round.person[person].taken or 0
  row(c, name, part, s.v + 1, kind, n, minute, e, { ticket = ticket, undoes = kind == SAMPLED and taken or 0 })
  apply(round, s, c, minute, e)
  if part == 0 or kind == ARRIVED then round.person[person] = { site = name, ticket = ticket, last = kind, taken = taken, touched = true } end
end

local function person_of(round, person)
  local p = round.person[person]
  if p then return p end
  local text = redis.call('HGET', round.people, person)
  if not text then return nil end
  local site, ticket, last, taken = match(text, '^([^|]*)|([^|]*)|([^|]*)|([^|]*)$')
  p = { site = site, ticket = tonumber(ticket), last = tonumber(last), taken = tonumber(taken) }
  round.person[person] = p
  return p
end

-- The person's n-th sample, if it is their last and stands: they stand at its site again.
local function take_sample_back(c, round, p)
  if not p or p.last ~= SAMPLED or p.taken + 1 ~= c.n then return refuse(c, 'nothing-to-undo') end
  local s, e, minute = site_of(round, p.site), effect(), floor(c.made / 60000)
  local ticket = p.ticket > 0 and p.ticket or s.line + 1
  e.s = -1
  row(c, p.site, 0, s.v + 1, UNDO, c.n, minute, e, { undoes = c.n, ticket = ticket })
  apply(round, s, c, minute, e)
  round.person[c.person] = { site = p.site, ticket = ticket, last = ARRIVED, taken = p.taken + 1, touched = true }
end

local function person_command(c, round)
  local p = person_of(round, c.person)
  if c.kind == UNDO then take_sample_back(c, round, p)
  elseif p and p.last == SAMPLED then refuse(c, 'already-sampled', { site = p.site, ticket = p.ticket, undoes = p.taken })
  elseif not p then stand(c, round, c.person, c.site, c.kind, 0, c.n, 0)
  elseif c.kind == SAMPLED and (p.site == c.site or p.last == LEFT) then stand(c, round, c.person, c.site, c.kind, 0, c.n, p.ticket)
  elseif c.kind == LEFT then
    if p.last == LEFT or p.site ~= c.site then refuse(c, 'not-waiting')
    else stand(c, round, c.person, p.site, LEFT, 0, 1, p.ticket) end
  elseif c.kind == ARRIVED and p.last == ARRIVED and p.site == c.site then refuse(c, 'already-here', { ticket = p.ticket })
  else
    local sampled = c.kind == SAMPLED
    stand(c, round, c.person, p.site, LEFT, sampled and 1 or 0, p.last == LEFT and 0 or 1, p.ticket)
    stand(c, round, c.person, c.site, c.kind, sampled and 0 or 1, c.n, 0, true)
  end
end

-- A row of the ledger as LedgerRow writes it; false: of a kind that nobody takes back.
local function row_of(text)
  local f, n = {}, 0
  for part in string.gmatch(text .. '|', '([^|]*)|') do n = n + 1; f[n] = part end
  if f[26] ~= '' or f[27] ~= '' or f[29] ~= '' then return false end
  return { round = tonumber(f[5]), site = f[6], made = tonumber(f[11]), minute = tonumber(f[13]), a = whole(f[14]), i = whole(f[15]), s = whole(f[16]), l = whole(f[17]), c = whole(f[18]),
    sets = tonumber(f[19]), by = f[22], was = { v = whole(f[23]), m = whole(f[24]), by = f[25] } }
end

local function take_undo(s, r)
  local e = effect()
  if r.sets and settings_of(s)[r.sets].by ~= r.by then return e end
  e.a, e.i, e.s, e.l, e.c = 0 - r.a, 0 - r.i, 0 - r.s, 0 - r.l, 0 - r.c
  if r.sets then e.sets, e.before, e.now = r.sets, settings_of(s)[r.sets], r.was
  elseif s.counted > r.made then keep_out(e) end
  imply(e, queue_of(s))
  return e
end

local function undo_command(c, round, s)
  if c.n >= c.number or c.n < c.number - REACH then return refuse(c, 'nothing-to-undo') end
  local field = format('%s:%d', c.device, c.n)
  local r = mine[field]
  if r == nil then
    if not known[field] then missing = true return end
    r = row_of(known[field])
  end
  if undone[field] == nil then undone[field] = redis.call('HEXISTS', KEYS[6], field) == 1 end
  if not r or undone[field] or r.round ~= round.id or r.site ~= c.site then return refuse(c, 'nothing-to-undo') end
  local e = take_undo(s, r)
  row(c, c.site, 0, s.v + 1, UNDO, c.n, r.minute, e, { undoes = c.n })
  apply(round, s, c, r.minute, e)
  undone[field] = 'now'
end

local function remember(c, round, minute, e)
  if undoing then
    mine[format('%s:%d', c.device, c.number)] = e and { round = round.id, site = c.site, made = c.made, minute = minute, a = e.a, i = e.i, s = e.s, l = e.l, c = e.c,
      sets = e.sets, by = e.now and e.now.by, was = e.before }
  end
end

-- Whatever is not a plain increment; its rows are told one by one.
local function book(i, d, number, place, kind, n, made)
  local c = { device = devices[d], number = number, site = places[3 * place], kind = kind, n = n, made = made, person = people[i], rows = {} }
  local round, s = rounds[places[3 * place - 2]], at[place]
  remember(c, round, 0, false)
  if refusals[i] then refuse(c, refusals[i])
  elseif c.person then person_command(c, round)
  elseif kind == UNDO then undo_command(c, round, s)
  else
    local e, minute = setting(round, s, kind, n, made), floor(made / 60000)
    row(c, c.site, 0, s.v + 1, kind, n, minute, e, {})
    apply(round, s, c, minute, e)
    remember(c, round, minute, e)
  end
  tell(ROWS, c.rows)
end

-- Arrived, Sampled or Left, as most commands are.
local function increment(d, number, place, kind, n, made)
  local round, s, minute, i, c = rounds[places[3 * place - 2]], at[place], floor(made / 60000), 0, 0
  local counted = made >= s.counted
  local a, d2, l = 0, 0, 0
  if kind == ARRIVED then
    a = n
    if not counted then c = 0 - n elseif minute <= s.implied then i = 0 - min(n, take_back(round, s, minute)) end
  else
    if kind == SAMPLED then d2 = n else l = n end
    if not counted then c = n else i = max(0, n - queue_of(s)) end
  end
  s.v, s.a, s.i, s.s, s.l, s.c, s.touched = s.v + 1, s.a + a, s.i + i, s.s + d2, s.l + l, s.c + c, true
  local t = s.minute[minute] or minute_of(round, s, minute)
  t.a, t.i, t.s, t.l, t.touched = t.a + a, t.i + i, t.s + d2, t.l + l, true
  if s.first == 0 or minute < s.first then s.first = minute end
  if minute > s.last then s.last = minute end
  if i > 0 and minute > s.implied then s.implied = minute end
  if made > s.reported then s.reported = made end
  local more = a + i - d2 - l + c
  if more > 0 then s.line = s.line + more end
  order = order + 1
  if i == 0 and c == 0 then said = said + 1; out[said] = PLAIN else tell(ADJUSTED, i, c) end
  if undoing then remember({ device = devices[d], number = number, site = s.name, made = made }, round, minute, { a = a, i = i, s = d2, l = l, c = c }) end
end

local index = 0
for j = 1, #commands, 6 do
  local d, number, kind = commands[j], commands[j + 1], commands[j + 3]
  index = index + 1
  local expected = numbers[d] + 1
  if number < expected then said = said + 1; out[said] = REPEAT
  elseif number > expected then tell(GAP, expected)
  else
    if kind <= LEFT and not people[index] and not refusals[index] then increment(d, number, commands[j + 2], kind, commands[j + 4], commands[j + 5])
    else book(index, d, number, commands[j + 2], kind, commands[j + 4], commands[j + 5]) end
    if missing then return { 'U' } end
    numbers[d] = number
  end
end

-- Nothing was written until here.
local function write(key, list)
  for i = 1, #list, 1000 do redis.call('HSET', key, unpack(list, i, min(i + 999, #list))) end
end

local changes = {}
for _, round in ipairs(rounds) do
  local sites, minutes, persons = {}, {}, {}
  for name, s in pairs(round.site) do
    if s.touched then
      local text = format('%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%d|%s',
        s.v, s.a, s.i, s.s, s.l, s.c, s.counted, s.reported, s.implied, s.first, s.last, s.line, s.settings)
      sites[#sites + 1] = name
      sites[#sites + 1] = text
      local told = {}
      for m, t in pairs(s.minute) do
        if t.touched then
          local sums = format('%d|%d|%d|%d', t.a, t.i, t.s, t.l)
          minutes[#minutes + 1] = format('%s:%d', name, m)
          minutes[#minutes + 1] = sums
          told[#told + 1] = format('%d|%s', m, sums)
        end
      end
      changes[#changes + 1] = format('%d %s %s %s', round.id, name, text, table.concat(told, ';'))
    end
  end
  for person, p in pairs(round.person) do
    if p.touched then
      persons[#persons + 1] = person
      persons[#persons + 1] = format('%s|%d|%d|%d', p.site, p.ticket, p.last, p.taken)
    end
  end
  write(round.sites, sites)
  write(round.minutes, minutes)
  write(round.people, persons)
end

local result = cmsgpack.pack({ before, versions, out })
if order > before then
  local last, taken = {}, {}
  for i, device in ipairs(devices) do
    last[2 * i - 1] = device
    last[2 * i] = format('%d', numbers[i])
  end
  for field, when in pairs(undone) do
    if when == 'now' then taken[#taken + 1] = field; taken[#taken + 1] = '1' end
  end
  write(KEYS[4], last)
  write(KEYS[6], taken)
  redis.call('SET', KEYS[2], format('%d', order))
  redis.call('HSET', KEYS[5], format('%d:%s', order, ARGV[2]), result .. ARGV[4] .. ARGV[5])
end
if #changes > 0 then
  local sequence = redis.call('INCR', KEYS[3])
  redis.call('PUBLISH', ARGV[3], format('%s %d\n', epoch, sequence) .. table.concat(changes, '\n'))
end
return { 'T', result }
