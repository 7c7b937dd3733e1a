import { createShardedAdapter } from '@socket.io/redis-adapter'
import pg from 'pg'
import { createClient } from 'redis'
import { Server } from 'socket.io'

const redis = createClient({ url: process.env.REDIS_URL })
const subscriber = redis.duplicate()
await Promise.all([redis.connect(), subscriber.connect()])

const postgres = new pg.Pool({ connectionString: process.env.POSTGRES_URL, max: 40 })
await postgres.query(`
  create table if not exists counts (
    id bigint generated always as identity primary key, device uuid not null, number bigint not null, site text not null, kind text not null, n int not null, made bigint not null
  )`)

const io = new Server({ adapter: createShardedAdapter(redis, subscriber), transports: ['websocket'] })

io.on('connection', socket => {
  socket.on('watch', async (room, done) => {
    await socket.join(room)
    done()
  })
  socket.on('count', async ({ device, number, site, kind, n, made }, done) => {
    try {
      const total = await redis.hIncrBy(`site:${site}`, kind, n)
      await postgres.query({ name: 'count', text: 'insert into counts (device, number, site, kind, n, made) values ($1, $2, $3, $4, $5, $6)', values: [device, number, site, kind, n, made] })
      io.to(['district', `site:${site}`]).emit('changed', { site, kind, total, made })
      done({ total })
    } catch (e) {
      done({ error: e.message })
    }
  })
})

io.listen(Number(process.env.PORT))
console.log('listening')
