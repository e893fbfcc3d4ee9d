window.Nametag||((window.Nametag=(...a)=>(p=>(p.catch(_=>0),p))(new Promise((y,n)=>Nametag.q.push([a,y,n])))).q=[])
