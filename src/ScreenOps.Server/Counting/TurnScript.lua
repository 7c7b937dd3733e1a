-- One turn of a district: a whole batch of commands, applied at once or not at all. The rules are those of Core's Fold and Rules;
-- a property test holds the two together. Runs on Lua 5.1 (Redis) and 5.4 (Garnet): no quotient is written without math.floor, and 0 - x
-- instead of -x, because 5.1 writes -0.
--
-- KEYS  1 epoch, 2 order, 3 sequence, 4 numbers, 5 pending, 6 undo, then for each round: sites, minutes, people
-- ARGV  1 epoch, 2 turn id, 3 channel, 4 count of rounds, then their ids, then count of devices, then their ids,
--       then for each command: device index, number, round index (0: no such round), round, site, kind, n, made, booked, refusal, person
-- Gives {'E', epoch} when the epoch is another one; else {'T', order before, rows, answers}: rows as LedgerRow parses them, an answer a command:
--       A (booked), R (repeat) or G<expected>.

local unpack = table.unpack or unpack
local ARRIVED, SAMPLED, LEFT, QUEUE, LANES, OPEN, UNDO = 1, 2, 3, 4, 5, 6, 9
local REACH = 64

local epoch = redis.call('GET', KEYS[1])
if epoch ~= ARGV[1] then return { 'E', epoch or '' } end

local at = 4
local function take() local v = ARGV[at]; at = at + 1; return v end

local rounds = {}
for i = 1, tonumber(take()) do
  local base = 6 + 3 * (i - 1)
  rounds[i] = { id = take(), sites = KEYS[base + 1], minutes = KEYS[base + 2], people = KEYS[base + 3], site = {}, person = {} }
end
local devices, numbers = {}, {}
for i = 1, tonumber(take()) do devices[i] = take() end
if #devices > 0 then numbers = redis.call('HMGET', KEYS[4], unpack(devices)) end
for i = 1, #devices do numbers[i] = tonumber(numbers[i] or 0) or 0 end

local order = tonumber(redis.call('GET', KEYS[2]) or 0) or 0
local before = order
local rows, undo, undone = {}, {}, {}

local function split(text)
  local f, n = {}, 0
  for part in string.gmatch(text .. '|', '([^|]*)|') do n = n + 1; f[n] = part end
  return f
end

-- A site: v a i s l c, counted made and by, lanes value made by, status value made by, reported, last implied, first and last minute, line
local function site_of(round, name)
  local s = round.site[name]
  if s then return s end
  local text = redis.call('HGET', round.sites, name)
  local f = text and split(text) or {}
  local function num(i) return tonumber(f[i] or 0) or 0 end
  s = { name = name, v = num(1), a = num(2), i = num(3), s = num(4), l = num(5), c = num(6),
    set = { [QUEUE] = { v = 0, m = num(7), by = f[8] or '' }, [LANES] = { v = num(9), m = num(10), by = f[11] or '' },
      [OPEN] = { v = num(12), m = num(13), by = f[14] or '' } },
    reported = num(15), implied = num(16), first = num(17), last = num(18), line = num(19), minute = {} }
  round.site[name] = s
  return s
end

local function queue_of(s) return s.a + s.i - s.s - s.l + s.c end

local function minute_of(round, s, m, text)
  local t = s.minute[m]
  if t then return t end
  if text == nil then text = redis.call('HGET', round.minutes, s.name .. ':' .. m) end
  local f = text and split(text) or {}
  t = { a = tonumber(f[1] or 0), i = tonumber(f[2] or 0), s = tonumber(f[3] or 0), l = tonumber(f[4] or 0), touched = false }
  s.minute[m] = t
  return t
end

-- Brings the minutes from..to of a site in, for the rare command that comes late.
local function load_minutes(round, s, from, to)
  local first = from
  while first <= to do
    local names, which = {}, {}
    for m = first, math.min(to, first + 999) do
      if not s.minute[m] then names[#names + 1] = s.name .. ':' .. m; which[#which + 1] = m end
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
local function imply(e, queue) e.i = e.i + math.max(0, 0 - (queue + moves(e))) end

local function take_back(round, s, minute)
  if minute > s.implied then return 0 end
  local from = math.max(math.floor(s.set[QUEUE].m / 60000), s.first)
  load_minutes(round, s, math.max(s.first, math.min(from, minute)), s.last)
  local sum = 0
  for m = math.max(minute, s.first), s.last do sum = sum + s.minute[m].i end
  local least = math.min(sum, s.i)
  for m = math.min(minute - 1, s.last), from, -1 do
    sum = sum + s.minute[m].i
    least = math.min(least, sum)
  end
  return math.max(0, least)
end

local function set_state(s, which, value, made, by)
  local e = effect()
  local b = s.set[which]
  if made < b.m then return e end
  e.sets, e.now, e.before = which, { v = value, m = made, by = by }, b
  return e
end

local function plain(round, s, kind, n, made, by)
  local e = effect()
  if kind == ARRIVED then
    e.a = n
    if made < s.set[QUEUE].m then keep_out(e) else e.i = 0 - math.min(n, take_back(round, s, math.floor(made / 60000))) end
  elseif kind == SAMPLED or kind == LEFT then
    if kind == SAMPLED then e.s = n else e.l = n end
    if made < s.set[QUEUE].m then keep_out(e) else imply(e, queue_of(s)) end
  elseif kind == QUEUE then
    if made < s.set[QUEUE].m then return e end
    local minute, net = math.floor(made / 60000), 0
    if minute < s.last then
      local from = math.max(minute + 1, s.first)
      load_minutes(round, s, from, s.last)
      for m = from, s.last do local t = s.minute[m]; net = net + t.a + t.i - t.s - t.l end
    end
    e = set_state(s, QUEUE, n, made, by)
    e.c = math.max(0, n + net) - queue_of(s)
  elseif kind == LANES then e = set_state(s, LANES, n, made, by)
  else e = set_state(s, OPEN, kind, made, by) end
  return e
end

local function take_undo(s, f)
  local e = effect()
  local which = tonumber(f[19])
  if which and s.set[which].by ~= f[22] then return e end
  e.a, e.i, e.s, e.l, e.c = 0 - f[14], 0 - f[15], 0 - f[16], 0 - f[17], 0 - f[18]
  if which then
    e.sets, e.before = which, s.set[which]
    e.now = { v = tonumber(f[23]) or 0, m = tonumber(f[24]) or 0, by = f[25] }
  elseif s.set[QUEUE].m > tonumber(f[11]) then keep_out(e) end
  imply(e, queue_of(s))
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
  if e.sets then s.set[e.sets] = { v = e.sets == QUEUE and 0 or e.now.v, m = e.now.m, by = e.now.by } end
  if c.person == '' and c.made > s.reported then s.reported = c.made end
  s.line = s.line + math.max(0, moves(e))
  s.touched = true
end

local function row(c, site, part, version, kind, n, minute, e, extra)
  order = order + 1
  local st = e.sets and { e.sets, e.now.v, e.now.m, e.now.by, e.before.v, e.before.m, e.before.by } or { '', '', '', '', '', '', '' }
  local text = table.concat({ c.device, c.number, part, order, c.round, site, epoch, version, kind, n, c.made, c.booked, minute,
    e.a, e.i, e.s, e.l, e.c, st[1], st[2], st[3], st[4], st[5], st[6], st[7], extra.undoes or '', extra.person or '', extra.ticket or '', extra.refusal or '' }, '|')
  rows[#rows + 1] = text
  return text
end

local function refuse(c, refusal, extra)
  extra = extra or {}
  extra.refusal = refusal
  row(c, extra.site or c.site, 0, '', c.kind, c.n, math.floor(c.made / 60000), effect(), extra)
end

local function stand(c, round, person, name, kind, part, n, ticket, arrives)
  local s, e = site_of(round, name), effect()
  if kind == ARRIVED or arrives then e.a = n end
  if kind == SAMPLED then e.s = n elseif kind == LEFT then e.l = n end
  imply(e, queue_of(s))
  if kind == ARRIVED then ticket = s.line + n end
  local minute = math.floor(c.made / 60000)
  row(c, name, part, s.v + 1, kind, n, minute, e, { person = person, ticket = ticket })
  apply(round, s, c, minute, e)
  if part == 0 or kind == ARRIVED then round.person[person] = { site = name, ticket = ticket, last = kind, touched = true } end
end

local function person_of(round, person)
  local p = round.person[person]
  if p then return p end
  local text = redis.call('HGET', round.people, person)
  if not text then return nil end
  local f = split(text)
  p = { site = f[1], ticket = tonumber(f[2]), last = tonumber(f[3]) }
  round.person[person] = p
  return p
end

local function person_command(c, round)
  local p = person_of(round, c.person)
  if p and p.last == SAMPLED then refuse(c, 'already-sampled', { person = c.person, site = p.site, ticket = p.ticket })
  elseif not p then stand(c, round, c.person, c.site, c.kind, 0, c.n, 0)
  elseif c.kind == SAMPLED and (p.site == c.site or p.last == LEFT) then stand(c, round, c.person, c.site, c.kind, 0, c.n, p.ticket)
  elseif c.kind == LEFT then
    if p.last == LEFT then refuse(c, 'not-waiting', { person = c.person })
    else stand(c, round, c.person, p.site, LEFT, 0, 1, p.ticket) end
  elseif c.kind == ARRIVED and p.last == ARRIVED and p.site == c.site then refuse(c, 'already-here', { person = c.person, ticket = p.ticket })
  else
    local sampled = c.kind == SAMPLED
    stand(c, round, c.person, p.site, LEFT, sampled and 1 or 0, p.last == LEFT and 0 or 1, p.ticket)
    stand(c, round, c.person, c.site, c.kind, sampled and 0 or 1, c.n, 0, true)
  end
end

local function undo_command(c, round)
  local field = c.device .. ':' .. c.n
  local text = undo[field]
  if text == nil then text = redis.call('HGET', KEYS[6], field) end
  local f = text and split(text)
  if not f or c.n < c.number - REACH or f[5] ~= c.round or f[6] ~= c.site then return refuse(c, 'nothing-to-undo') end
  local s, minute = site_of(round, c.site), tonumber(f[13])
  local e = take_undo(s, f)
  row(c, c.site, 0, s.v + 1, UNDO, c.n, minute, e, { undoes = c.n })
  apply(round, s, c, minute, e)
  undo[field] = false
end

local function book(c, round)
  local gone = c.device .. ':' .. (c.number - REACH)
  if c.number > REACH then undo[gone] = false end
  if c.refusal ~= '' then return refuse(c, c.refusal) end
  if c.kind == UNDO then return undo_command(c, round) end
  if c.person ~= '' then return person_command(c, round) end
  local s, minute = site_of(round, c.site), math.floor(c.made / 60000)
  local e = plain(round, s, c.kind, c.n, c.made, epoch .. '.' .. (s.v + 1))
  undo[c.device .. ':' .. c.number] = row(c, c.site, 0, s.v + 1, c.kind, c.n, minute, e, {})
  apply(round, s, c, minute, e)
end

local answers = {}
while at <= #ARGV do
  local d, number, r = tonumber(take()), tonumber(take()), tonumber(take())
  local c = { device = devices[d], number = number, round = take(), site = take(), kind = tonumber(take()), n = tonumber(take()),
    made = tonumber(take()), booked = tonumber(take()), refusal = take(), person = take() }
  local expected = numbers[d] + 1
  if number < expected then answers[#answers + 1] = 'R'
  elseif number > expected then answers[#answers + 1] = 'G' .. expected
  else
    book(c, rounds[r])
    numbers[d] = number
    answers[#answers + 1] = 'A'
  end
end

-- Nothing was written until here.
local function write(key, map)
  local list = {}
  for field, value in pairs(map) do
    list[#list + 1] = field
    list[#list + 1] = value
    if #list >= 1000 then redis.call('HSET', key, unpack(list)); list = {} end
  end
  if #list > 0 then redis.call('HSET', key, unpack(list)) end
end

local changes = {}
for _, round in ipairs(rounds) do
  local sites, minutes, people = {}, {}, {}
  for name, s in pairs(round.site) do
    if s.touched then
      local q, l, o = s.set[QUEUE], s.set[LANES], s.set[OPEN]
      sites[name] = table.concat({ s.v, s.a, s.i, s.s, s.l, s.c, q.m, q.by, l.v, l.m, l.by, o.v, o.m, o.by, s.reported, s.implied, s.first, s.last, s.line }, '|')
      local told = {}
      for m, t in pairs(s.minute) do
        if t.touched then
          local text = t.a .. '|' .. t.i .. '|' .. t.s .. '|' .. t.l
          minutes[name .. ':' .. m] = text
          told[#told + 1] = m .. '|' .. text
        end
      end
      changes[#changes + 1] = round.id .. ' ' .. name .. ' ' .. sites[name] .. ' ' .. table.concat(told, ';')
    end
  end
  for person, p in pairs(round.person) do if p.touched then people[person] = p.site .. '|' .. p.ticket .. '|' .. p.last end end
  write(round.sites, sites)
  write(round.minutes, minutes)
  write(round.people, people)
end

if order > before then
  local kept, dropped, last = {}, {}, {}
  for field, text in pairs(undo) do if text then kept[field] = text else dropped[#dropped + 1] = field end end
  write(KEYS[6], kept)
  for i = 1, #dropped, 1000 do redis.call('HDEL', KEYS[6], unpack(dropped, i, math.min(i + 999, #dropped))) end
  for i, device in ipairs(devices) do last[device] = numbers[i] end
  write(KEYS[4], last)
  redis.call('SET', KEYS[2], order)
  redis.call('HSET', KEYS[5], order .. ':' .. ARGV[2], table.concat(rows, '\n'))
end
if #changes > 0 then
  local sequence = redis.call('INCR', KEYS[3])
  redis.call('PUBLISH', ARGV[3], epoch .. ' ' .. sequence .. '\n' .. table.concat(changes, '\n'))
end
return { 'T', before, table.concat(rows, '\n'), answers }
