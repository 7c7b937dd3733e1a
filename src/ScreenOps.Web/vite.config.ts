import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import { resolve } from 'node:path'

const page = (name: string) => resolve(import.meta.dirname, `${name}.html`)
const server = process.env.SCREENOPS_SERVER ?? 'http://127.0.0.1:5080'

// Built on their own (--mode phone): what the other pages bring in would weigh on phones through chunks in common.
const phones = { resident: page('resident'), duty: page('duty') }
const others = {
  index: page('index'), tablet: page('tablet'), desk: page('desk'), tubes: page('tubes'), lab: page('lab'), grid: page('grid'), display: page('display'), code: page('code'), in: page('in'),
  'tablet-worker': resolve(import.meta.dirname, 'src/Counting/worker.ts'),
}

export default defineConfig(({ mode }) => ({
  plugins: [vue()],
  worker: { format: 'es' },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false },
  build: {
    outDir: '../ScreenOps.Server/wwwroot',
    emptyOutDir: mode !== 'phone',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: mode === 'phone' ? phones : others,
      // A service worker's address stays: browsers look there for the next one.
      output: { entryFileNames: chunk => chunk.name === 'tablet-worker' ? '[name].js' : 'assets/[name]-[hash].js' },
    },
  },
  server: { proxy: { '/api': server, '/hubs': { target: server, ws: true } } },
}))
