/** Prices, payments, taxes, banking, insurance, accounts. The notation is explained in `../read-groups.ts`. */
export const moneyWords = `
costar valer salir_por salir_a ascender ~ importar sumar | cost ~ amount come_to
coste costo precio importe ~ gasto valor tarifa | cost price ~ expense amount charge
precio importe valor coste costo tarifa ~ cuantía presupuesto monto | price rate sum value ~ cost amount
importe cuantía monto suma cantidad total ~ precio valor dinero | amount sum total ~ price value figure
dinero fondos ~ efectivo importe capital euros dólares | money funds ~ cash capital
ascender_a sumar totalizar importar ~ alcanzar llegar_a | amount_to come_to total add_up_to ~ reach
total altogether global conjunto suma ~ íntegro | total altogether overall aggregate in_all ~ whole sum
precio_unitario ~ tarifa | unit_price rate
pagar abonar satisfacer ~ desembolsar liquidar saldar costear ingresar cobrar | pay settle ~ remit disburse
pago abono desembolso ~ liquidación ingreso cobro | payment ~ disbursement settlement remittance
cobrar percibir recibir ~ ingresar ganar | collect charge receive ~ earn cash
cobro recaudación ~ ingreso | collection ~ receipt
deber adeudar ~ deuda pagar | owe ~ due pay
deuda débito ~ saldo adeudo | debt liability ~ arrears balance
certificación pago_a_cuenta ~ factura | interim_payment progress_payment certificate ~ valuation invoice
factura recibo ~ cuenta | invoice bill receipt
facturar ~ cobrar | invoice bill charge
anticipo adelanto ~ entrega_a_cuenta | advance down_payment prepayment
anticipar adelantar | advance
plazo cuota mensualidad ~ letra | instalment
descuento rebaja bonificación ~ deducción | discount rebate reduction ~ deduction
rebajar reducir bajar disminuir ~ abaratar recortar | reduce lower cut decrease ~ discount
aumentar incrementar subir elevar crecer ~ ampliar | increase raise rise grow ~ extend
aumento incremento subida alza ~ crecimiento ampliación | increase rise growth ~ extension
reducción disminución bajada descenso recorte | reduction decrease drop cut decline
presupuesto ~ estimación dotación | budget estimate ~ quotation
presupuestar estimar | budget estimate
gasto coste desembolso ~ pago | expense expenditure spending cost
gastar desembolsar ~ invertir consumir | spend ~ consume
ingreso entrada recaudación ~ renta | income revenue ~ receipts earnings
ganar cobrar percibir ~ sueldo salario | earn make gain ~ salary wage
ganancia beneficio utilidad lucro ~ margen | profit gain earnings ~ benefit margin
pérdida quebranto ~ déficit | loss ~ deficit
sueldo salario nómina remuneración ~ paga retribución jornal honorarios haberes | salary wage pay remuneration ~ payroll earnings
honorarios minuta ~ tarifa | fee fees ~ charge
comisión corretaje ~ porcentaje | commission ~ brokerage
impuesto tributo gravamen tasa ~ arancel contribución | tax levy duty ~ charge
iva impuesto_sobre_el_valor_añadido | vat value_added_tax
excluido sin_contar sin_incluir sin aparte ~ exento | excluding without exclusive_of net_of not_including ~ exempt
incluido contando incluyendo | including inclusive
exento libre | exempt free
hacienda fisco tesoro ~ tesorería erario | treasury tax_office ~ exchequer
tesorería caja ~ hacienda | treasury ~ cashier
subvención ayuda ~ aportación financiación beca | grant subsidy aid ~ funding contribution
subvencionar financiar ayudar ~ sufragar costear conceder | fund finance subsidise ~ grant
financiación ~ préstamo crédito subvención | financing funding ~ loan
conceder otorgar dar ~ aprobar | grant award give ~ concede
préstamo crédito ~ empréstito hipoteca | loan credit ~ mortgage
prestar dejar_dinero | lend
interés rédito ~ tipo_de_interés tasa | interest ~ rate
tipo_de_interés tasa_de_interés ~ interés | interest_rate ~ interest
hipoteca | mortgage
banco entidad_financiera caja_de_ahorros ~ bancario | bank ~ lender
cuenta iban ~ cuenta_corriente | account iban
transferencia giro ~ ingreso | transfer wire ~ remittance
cheque talón | cheque check
saldo remanente ~ resto | balance ~ remainder
resto remanente restante sobrante | rest remainder remaining balance
capital fondo ~ principal | capital fund ~ principal
inversión | investment
invertir | invest
accionista socio partícipe | shareholder partner stockholder
acción participación título | share stock
empresa compañía sociedad firma ~ negocio entidad corporación mercantil | company firm business corporation ~ enterprise entity
filial sucursal ~ subsidiaria | subsidiary branch
balance cuentas ~ contabilidad | balance_sheet accounts
auditoría revisión_de_cuentas ~ inspección | audit ~ inspection
auditor censor interventor | auditor
seguro póliza ~ cobertura aseguramiento | insurance policy ~ cover coverage
póliza seguro ~ cobertura | policy insurance
asegurar cubrir ~ garantizar | insure cover ~ secure
aseguradora compañía_de_seguros | insurer insurance_company underwriter
asegurado tomador | insured policyholder
prima cuota ~ precio | premium ~ fee
franquicia ~ deducible exceso | deductible excess ~ franchise
siniestro accidente ~ incidente daño percance | claim accident loss ~ incident occurrence
responsabilidad_civil daños_a_terceros | liability civil_liability third_party_liability public_liability
riesgo peligro amenaza ~ exposición | risk danger hazard peril threat ~ exposure
valorar tasar evaluar estimar cifrar ~ calcular peritar medir | value assess appraise estimate evaluate ~ rate
valoración tasación evaluación estimación ~ cálculo avalúo | valuation assessment appraisal estimate evaluation
calcular estimar ~ computar contar | calculate estimate compute ~ reckon
cantidad número volumen ~ cuantía importe | quantity amount number ~ volume
porcentaje porción proporción tanto_por_ciento ~ parte fracción | percentage proportion share ~ part fraction percent
parte porción fracción ~ trozo porcentaje | part portion share fraction ~ piece percentage
mitad medio | half
doble duplo duplicar | double twice
tercio | third
tarifa precio tasa ~ cuota arancel | rate tariff fee price charge
cuota tarifa ~ prima tasa abono | fee quota dues ~ instalment
barato económico asequible | cheap inexpensive affordable
caro costoso | expensive costly dear
gratis gratuito sin_coste | free free_of_charge
compra adquisición ~ suministro | purchase acquisition procurement
suministro abastecimiento provisión ~ entrega servicio | supply provision ~ delivery
suministrar abastecer proveer ~ entregar servir | supply provide furnish ~ deliver
moneda divisa | currency
quiebra bancarrota insolvencia concurso_de_acreedores | bankruptcy insolvency
moratoria aplazamiento | moratorium deferral
embargo ~ retención | seizure attachment lien
recargo sobreprecio ~ intereses_de_demora | surcharge
demora retraso tardanza dilación ~ mora aplazamiento | delay lateness ~ arrears
donación donativo ~ regalo | donation gift
donar ~ regalar | donate ~ give
pensión jubilación | pension retirement
anual al_año por_año cada_año | yearly annual per_year a_year per_annum
mensual al_mes por_mes cada_mes | monthly per_month a_month
diario al_día por_día cada_día | daily per_day a_day each_day every_day each_calendar_day
semanal por_semana cada_semana | weekly per_week a_week
trimestral cada_trimestre cada_tres_meses | quarterly every_three_months
`;
