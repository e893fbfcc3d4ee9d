// The method style works from load on.
addEventListener('load', async () => {
  await Nametag.identify('strict', { name: 'Stella Strict' });
  document.querySelector('p').textContent = 'identified';
});
