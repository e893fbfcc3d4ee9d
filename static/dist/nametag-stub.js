window.Nametag||((window.Nametag=(...a)=>new Promise((y,n)=>Nametag.q.push([a,y,n]))).q=[])
