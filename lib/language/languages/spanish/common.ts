import type { CommonWords } from '../language.ts';

export const COMMON: CommonWords = {
  code: 'es',
  words: `yo tu usted ella ello nosotros ustedes ellos ellas me te se nos les mi mis tus su sus nuestro nuestra lo un una
    uno unos unas este esta esto estos estas ese esa eso esos esas aquel aquella aqui ahi alli aca es son soy
    eres somos era eran fue fueron ser sido siendo estoy estamos estan estaba estar estado he has ha hemos han
    habia haber hay tengo tiene tienes tenemos tienen tenia tener tuve puedo puede puedes podemos pueden podria
    podrian poder pudo quiero quiere quieres queremos quieren quisiera queria querer necesito necesita
    necesitamos necesitan hago hace hacer hecho hizo hacen voy va vamos van ir iba llamo llama llame llamar
    llamado llamando hablo habla hablar hablado digo dice decir dicho dijo dijeron dije diga digame sabe saber
    sabia creo veo ver visto doy dar dado pongo poner puesto y e o u pero porque que como cuando donde quien
    quienes cual cuales cuanto cuanta cuantos a al en con sin por para sobre desde hasta entre segun contra
    nunca siempre tambien tampoco ya todavia aun muy mas menos mucho mucha muchos poco algo nada nadie alguien
    algun alguna ningun ninguna todo toda todos todas otro otra otros cada mismo misma hoy ayer manana ahora
    antes despues luego entonces asi solo bien mal peor mejor qu cobraron cobrado cobro pedido factura cuenta
    dinero pagar pagado pago devolver devolucion ayuda ayudar problema persona personas agente cliente llevo dos
    veces vez dia semana semanas mes meses ano anos esperando espero espere llego llega llegado funciona
    funcionan cancelar cambiar contrato numero nombre pregunta entiendo entender reembolso abren abre cierran
    hora horas ventas pagina tarjeta luz roto paseme pongame comuniqueme ayudeme atienda atender atendio
    operador operadora asesor asesores transfiera vivo mandado dio lunes martes miercoles jueves viernes sabado
    domingo ingles espanol pasa pasar cuesta cuestan quede quedo le`,
  weak: `si no hola adios gracias favor buenos buenas dias tardes noches senor senora senorita don dona claro vale bueno
    perfecto perdon disculpe oiga de del la las los el san santa calle avenida`,
};
