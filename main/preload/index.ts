import { ipcRenderer } from 'electron'

// A port does not survive contextBridge, so nothing is exposed: the page asks, and gets the port as a message to itself.
ipcRenderer.on('keydeck:rpc-port', (event) => window.postMessage('keydeck:rpc-port', '/', event.ports))
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'keydeck:rpc-connect') ipcRenderer.send('keydeck:rpc-connect')
})
