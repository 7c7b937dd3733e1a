import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'

const page = (name: string) => resolve(import.meta.dirname, `${name}.html`)
const server = process.env.SCREENOPS_SERVER ?? 'http://127.0.0.1:5080'

export default defineConfig({
  plugins: [vue()],
  worker: { format: 'es' },
  build: {
    outDir: '../ScreenOps.Server/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: page('index'), tablet: page('tablet'), resident: page('resident'), in: page('in') },
    },
  },
  server: { proxy: { '/api': server, '/hubs': { target: server, ws: true } } },
})
