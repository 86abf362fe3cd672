import { registerHooks } from 'node:module'

const double = new URL('./module.ts', import.meta.url).href

/** Whoever asks for `electron` gets the double, by `import` and by `require` alike, and both get the same one. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron' && specifier !== 'electron/main') return next(specifier, context)
    return { url: double, format: 'module-typescript', shortCircuit: true }
  },
})
